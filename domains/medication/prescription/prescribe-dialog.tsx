import { postJson } from '@continuum/ui-fhir-client';
import { Dialog, ErrorState, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { type PreparedAct, SignAct } from '@continuum/ui-session';
import { Stack } from '@mantine/core';
import { useState } from 'react';
import { type Draft, emptyDraft, isAsTyped, toInput } from './draft.browser.ts';
import { PrescribeForm } from './prescribe-form.tsx';
import { readPrescription } from './prescription-facts.ts';
import { PrescriptionShown } from './prescription-shown.tsx';
import { texts } from './texts.ts';
import { usePreparing } from './use-preparing.browser.ts';

interface PrescribeDialogProps {
  usager: string;
  onClose: () => void;
}

function Prescribing({ usager, onClose }: PrescribeDialogProps) {
  const say = useText(texts);
  const notify = useNotice();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const { prepared, prepare, forget, busy, error, signed } = usePreparing(usager);
  const path = `/api/medication/${usager}/prescriptions`;
  const show = (act: Record<string, unknown>) => {
    const facts = readPrescription(act);
    const isTheirs = facts?.usager.reference === `Patient/${usager}` && isAsTyped(facts, toInput(draft));
    return isTheirs ? <PrescriptionShown facts={facts} /> : undefined;
  };
  if (prepared)
    return (
      <SignAct
        prepared={prepared}
        show={show}
        onBack={forget}
        onSigned={() => {
          signed();
          notify(say('prescribe.done'));
          onClose();
        }}
      />
    );
  return (
    <Stack gap="md">
      <PrescribeForm
        draft={draft}
        set={change => setDraft(before => ({ ...before, ...change }))}
        busy={busy}
        onReview={() => prepare(() => postJson<PreparedAct>(path, toInput(draft)))}
      />
      {!!error && <ErrorState error={error} />}
    </Stack>
  );
}

/** A prescription: typed, read again as it will be, signed. */
export function PrescribeDialog({ usager, onClose }: PrescribeDialogProps) {
  const say = useText(texts);
  return (
    <Dialog opened onClose={onClose} title={say('prescribe.title')} size="720px">
      <Prescribing usager={usager} onClose={onClose} />
    </Dialog>
  );
}
