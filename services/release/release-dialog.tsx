import { postJson, useAct } from '@continuum/ui-fhir-client';
import { DateText, Dialog, Facts, FormEnd, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { type PreparedAct, SignAct } from '@continuum/ui-session';
import { NativeSelect, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type ReleaseFacts, readRelease } from './release-facts.browser.ts';
import { texts } from './texts.ts';

interface ReleaseDialogProps {
  kind: 'release' | 'hold';
  usager: string;
  report: string;
  /** The longest hold, in days. */
  most: number;
  onSigned: () => void;
  onClose: () => void;
}

function Shown({ facts }: { facts: ReleaseFacts }) {
  const say = useText(texts);
  return (
    <Facts
      layout="rows"
      items={[
        { label: say('act'), value: say(`act.${facts.kind}`) },
        { label: say('what'), value: facts.reportName },
        { label: say('whom'), value: facts.usagerName },
        { label: say('until'), value: facts.until && <DateText value={facts.until} time /> },
        { label: say('by'), value: facts.name },
        { label: say('at'), value: <DateText value={facts.at} time /> },
      ]}
    />
  );
}

const lengths = (most: number): number[] => [...[7, 14, 21].filter(length => length < most), most];

function Deciding({ kind, usager, report, most, onSigned, onClose }: ReleaseDialogProps) {
  const say = useText(texts);
  const notify = useNotice();
  const [days, setDays] = useState(most);
  const path = `/api/release/${usager}/reports/${report}/${kind}`;
  const preparing = useAct(() => postJson<PreparedAct>(path, kind === 'hold' ? { days } : {}));
  const show = (act: Record<string, unknown>) => {
    const facts = readRelease(act);
    const isTheirs = facts?.kind === kind && facts.usager === usager && facts.report === report;
    return facts && isTheirs ? <Shown facts={facts} /> : undefined;
  };
  if (preparing.data)
    return (
      <SignAct
        prepared={preparing.data}
        show={show}
        onBack={() => preparing.reset()}
        onSigned={() => {
          notify(say(`done.${kind}`));
          onSigned();
        }}
      />
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    preparing.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{say(`${kind}.text`)}</p>
        {kind === 'hold' && (
          <NativeSelect
            size="md"
            label={say('hold.days')}
            description={say('hold.most', { days: most })}
            value={String(days)}
            onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}
            data={lengths(most).map(length => ({
              value: String(length),
              label: say('hold.days.some', { days: length }),
            }))}
          />
        )}
        <FormEnd
          error={preparing.error}
          busy={preparing.isPending}
          submit={say('review')}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

/** A clinician releases a result to the person, or holds it: read again, signed. */
export function ReleaseDialog(props: ReleaseDialogProps) {
  const say = useText(texts);
  return (
    <Dialog opened onClose={props.onClose} title={say(`${props.kind}.title`)}>
      <Deciding {...props} />
    </Dialog>
  );
}
