import { postJson } from '@continuum/ui-fhir-client';
import { Dialog, FormEnd, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { type PreparedAct, SignAct } from '@continuum/ui-session';
import { NativeSelect, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { bounds } from './check-prescription.ts';
import { cancelReasons } from './posology.data.ts';
import { readPrescription } from './prescription-facts.ts';
import { PrescriptionShown } from './prescription-shown.tsx';
import { texts } from './texts.ts';
import { usePreparing } from './use-preparing.browser.ts';

interface CancelDialogProps {
  usager: string;
  prescription: string;
  onClose: () => void;
}

function Cancelling({ usager, prescription, onClose }: CancelDialogProps) {
  const say = useText(texts);
  const notify = useNotice();
  const [reason, setReason] = useState<string>(cancelReasons[0].code);
  const [comment, setComment] = useState('');
  const { prepared, prepare, forget, busy, error, signed } = usePreparing(usager);
  const typed = { reason, ...(comment.trim() !== '' && { comment: comment.trim() }) };
  const show = (act: Record<string, unknown>) => {
    const facts = readPrescription(act);
    const { cancelled } = facts ?? {};
    const isTheirs =
      act.id === prescription && cancelled?.reason === typed.reason && cancelled.comment === typed.comment;
    return facts && isTheirs ? <PrescriptionShown facts={facts} /> : undefined;
  };
  if (prepared)
    return (
      <SignAct
        prepared={prepared}
        show={show}
        onBack={forget}
        onSigned={() => {
          signed();
          notify(say('cancel.done'));
          onClose();
        }}
      />
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const path = `/api/medication/${usager}/prescriptions/${prescription}/cancellation`;
    prepare(() => postJson<PreparedAct>(path, typed));
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{say('cancel.text')}</p>
        <NativeSelect
          required
          size="md"
          label={say('reason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          data={cancelReasons.map(({ code }) => ({ value: code, label: say(`reason.${code}`) }))}
        />
        <Textarea
          size="md"
          label={say('comment')}
          description={say('comment.help')}
          autosize
          minRows={2}
          maxLength={bounds.note}
          value={comment}
          onChange={event => setComment(event.currentTarget.value)}
        />
        <FormEnd
          error={error}
          busy={busy}
          submit={say('review')}
          cancel={say('cancel.keep')}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

/** The cancellation of a prescription by who signed it: its reason, read again, signed. */
export function CancelDialog(props: CancelDialogProps) {
  const say = useText(texts);
  return (
    <Dialog opened onClose={props.onClose} title={say('cancel.title')}>
      <Cancelling {...props} />
    </Dialog>
  );
}
