import { useJson } from '@continuum/ui-fhir-client';
import { DateText, ErrorState, Facts, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Group, Stack } from '@mantine/core';
import { CloseDeposit } from './close-deposit.tsx';
import { Comparison } from './comparison.tsx';
import { OriginalButton } from './original.tsx';
import { texts } from './texts.ts';
import type { DepositDetail } from './waiting.browser.ts';

/** One waiting deposit: where it comes from, and for each usager it names, whom the register knows. */
export function WaitingDeposit({ id, onDone }: { id: string; onDone: () => void }) {
  const say = useText(texts);
  const { data, error, refetch } = useJson<DepositDetail>(`/api/intake/${id}`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Panel>
        <Loading rows={8} />
      </Panel>
    );
  return (
    <Stack gap="lg">
      {data.claims.map(claim => (
        <Comparison
          key={claim.number}
          deposit={id}
          claim={claim}
          of={data.claims.length}
          candidates={data.candidates.find(({ number }) => number === claim.number)?.candidates ?? []}
          onDone={onDone}
        />
      ))}
      <Panel>
        <Facts
          items={[
            { label: say('received'), value: <DateText value={data.receivedAt} time /> },
            { label: say('source'), value: [data.source, data.organization].filter(Boolean).join(' · ') },
            { label: say('format'), value: data.contentType },
          ]}
        />
        <Group mt="md">
          <OriginalButton id={id} size={data.size} />
          <CloseDeposit id={id} onDone={onDone} />
        </Group>
      </Panel>
    </Stack>
  );
}
