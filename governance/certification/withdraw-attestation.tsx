import { isSameJson } from '@continuum/standards-fhir/same-json';
import { postJson, useAct } from '@continuum/ui-fhir-client';
import { Dialog, Facts, FormEnd, useNotice } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { type PreparedAct, SignAndSend } from '@continuum/ui-session';
import { Button, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api, type ShownAttestation } from './shown.browser.ts';
import { texts } from './texts.ts';
import { readWithdrawal, type WithdrawalFacts } from './withdrawal-facts.ts';

/** Whether an act withdraws that very attestation for that reason, and does nothing else. */
function asAsked(act: Record<string, unknown>, asked: ShownAttestation, reason: string) {
  const facts = readWithdrawal(act);
  if (!facts) return undefined;
  const { attestation, product, version } = facts;
  const same = { attestation: asked.act, product: asked.product, version: asked.version, reason };
  return isSameJson({ attestation, product, version, reason: facts.reason }, same) ? facts : undefined;
}

function WithdrawalFactsShown({ facts }: { facts: WithdrawalFacts }) {
  const say = useText(texts);
  const format = useFormat();
  return (
    <Facts
      layout="rows"
      items={[
        { label: say('product'), value: facts.product },
        { label: say('version'), value: facts.version },
        { label: say('withdrawal.of'), value: facts.attestation },
        { label: say('reason'), value: <Text style={{ whiteSpace: 'pre-line' }}>{facts.reason}</Text> },
        { label: say('withdrawal.day'), value: format.date(facts.withdrawn) },
        { label: say('withdrawn.by'), value: facts.byName },
      ]}
    />
  );
}

function Withdrawing({ attestation, onClose }: { attestation: ShownAttestation; onClose: () => void }) {
  const say = useText(texts);
  const tell = useNotice();
  const [typed, setTyped] = useState('');
  const [missing, setMissing] = useState(false);
  const address = `${api}/attestations/${attestation.id}`;
  const reason = typed.trim();
  const preparing = useAct(() => postJson<PreparedAct>(`${address}/withdrawal-proposals`, { reason }));
  const { data: prepared } = preparing;
  if (prepared)
    return (
      <SignAndSend
        prepare={() => Promise.resolve(prepared)}
        show={act => {
          const facts = asAsked(act, attestation, reason);
          return facts && <WithdrawalFactsShown facts={facts} />;
        }}
        send={signed => postJson(`${address}/withdrawal`, signed)}
        touches={[api]}
        words={{
          ...{ lead: say('withdraw.lead'), sending: say('withdraw.sending') },
          ...{ notSent: say('withdraw.not-sent'), again: say('withdraw.again') },
        }}
        onDone={() => {
          tell(say('withdrawn'));
          onClose();
        }}
        // Back to what was typed.
        onClose={() => preparing.reset()}
      />
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(reason === '');
    if (reason !== '') preparing.mutate(undefined);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{say('withdraw.text')}</Text>
        <Textarea
          label={say('reason')}
          required
          autosize
          minRows={2}
          maxLength={500}
          error={missing && say('reason.missing')}
          value={typed}
          onChange={event => {
            setTyped(event.currentTarget.value);
            setMissing(false);
          }}
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

/** Ends an attestation for good: the reason, what is signed, then one's own key. */
export function WithdrawAttestation({ attestation }: { attestation: ShownAttestation }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const { product, version } = attestation;
  const title = say('withdraw.of', { product, version });
  return (
    <>
      <Button
        size="compact-md"
        color="red"
        variant="outline"
        aria-label={title}
        onClick={() => setOpened(true)}
      >
        {say('withdraw')}
      </Button>
      {opened && (
        <Dialog opened title={title} size="720px" onClose={close}>
          <Withdrawing attestation={attestation} onClose={close} />
        </Dialog>
      )}
    </>
  );
}
