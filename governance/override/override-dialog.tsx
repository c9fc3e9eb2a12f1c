import { postJson, useAct } from '@continuum/ui-fhir-client';
import { DateText, Dialog, Facts, FormEnd, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { type PreparedAct, SignAct } from '@continuum/ui-session';
import { NativeSelect, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { dangers, noConsents, reasonLength } from './grounds.data.ts';
import { readOverride } from './override-facts.browser.ts';
import type { OverrideInput } from './override-view.ts';
import { texts } from './texts.ts';

interface OverrideDialogProps {
  usager: string;
  minutes: number;
  onSigned: () => void;
  onClose: () => void;
}

function Overriding({ usager, minutes, onSigned, onClose }: OverrideDialogProps) {
  const say = useText(texts);
  const notify = useNotice();
  const [input, setInput] = useState<OverrideInput>({ danger: 'life', noConsent: 'unconscious', reason: '' });
  const [tried, setTried] = useState(false);
  const path = `/api/override/${usager}`;
  const preparing = useAct(() => postJson<PreparedAct>(path, { ...input, reason: input.reason.trim() }));
  const set = (change: Partial<OverrideInput>) => setInput(before => ({ ...before, ...change }));
  const isShort = input.reason.trim().length < reasonLength.least;
  const show = (act: Record<string, unknown>) => {
    const facts = readOverride(act);
    const isTheirs =
      facts?.usager === usager &&
      facts.danger === input.danger &&
      facts.noConsent === input.noConsent &&
      facts.reason === input.reason.trim();
    if (!facts || !isTheirs) return undefined;
    return (
      <Facts
        items={[
          { label: say('by'), value: facts.name },
          { label: say('danger'), value: say(`danger.${input.danger}`) },
          { label: say('noConsent'), value: say(`noConsent.${input.noConsent}`) },
          { label: say('reason'), value: facts.reason },
          { label: say('until'), value: <DateText value={facts.until} time /> },
        ]}
      />
    );
  };
  if (preparing.data)
    return (
      <SignAct
        prepared={preparing.data}
        show={show}
        onBack={() => preparing.reset()}
        onSigned={() => {
          notify(say('done'));
          onSigned();
        }}
      />
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isShort) preparing.mutate(undefined);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <p>{say('form.text', { minutes })}</p>
        <NativeSelect
          size="md"
          label={say('danger')}
          value={input.danger}
          onChange={({ currentTarget }) => set({ danger: currentTarget.value as OverrideInput['danger'] })}
          data={dangers.map(({ code }) => ({ value: code, label: say(`danger.${code}`) }))}
        />
        <NativeSelect
          size="md"
          label={say('noConsent')}
          value={input.noConsent}
          onChange={({ currentTarget }) =>
            set({ noConsent: currentTarget.value as OverrideInput['noConsent'] })
          }
          data={noConsents.map(({ code }) => ({ value: code, label: say(`noConsent.${code}`) }))}
        />
        <Textarea
          required
          size="md"
          label={say('reason')}
          description={say('reason.help')}
          error={tried && isShort && say('reason.short')}
          autosize
          minRows={3}
          maxLength={reasonLength.most}
          value={input.reason}
          onChange={({ currentTarget }) => set({ reason: currentTarget.value })}
        />
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

/** A provider overrides what restricts them: grounds, their own words, read again, signed. */
export function OverrideDialog(props: OverrideDialogProps) {
  const say = useText(texts);
  return (
    <Dialog opened onClose={props.onClose} title={say('form.title')}>
      <Overriding {...props} />
    </Dialog>
  );
}
