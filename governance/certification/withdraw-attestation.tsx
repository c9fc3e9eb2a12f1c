import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmedAct } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, type ShownAttestation } from './shown.browser.ts';
import { texts } from './texts.ts';

/** Ends an attestation for good, with a reason, once it is confirmed. */
export function WithdrawAttestation({ attestation }: { attestation: ShownAttestation }) {
  const say = useText(texts);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { id, product, version } = attestation;
  const act = useAct(
    () => postJson(`${api}/attestations/${id}/withdrawal`, { reason: reason.trim() }),
    [api],
  );
  const withReason: typeof act.mutate = (input, options) =>
    reason.trim() ? act.mutate(input, options) : setMissing(true);
  const title = say('withdraw.of', { product, version });
  return (
    <ConfirmedAct
      kind="end"
      label={say('withdraw')}
      labelOf={title}
      title={title}
      act={{ ...act, mutate: withReason }}
      done={say('withdrawn')}
    >
      <Stack gap="md">
        <Text>{say('withdraw.text')}</Text>
        <Textarea
          label={say('reason')}
          required
          autosize
          minRows={2}
          maxLength={500}
          error={missing && say('reason.missing')}
          value={reason}
          onChange={event => {
            setReason(event.currentTarget.value);
            setMissing(false);
          }}
        />
      </Stack>
    </ConfirmedAct>
  );
}
