import { useJson } from '@continuum/ui-fhir-client';
import { ErrorState, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, Stack } from '@mantine/core';
import { OverrideFacts } from './override-facts.tsx';
import type { OverridesAnswer } from './override-view.ts';
import { texts } from './texts.ts';

/** What providers opened over a person's restrictions; nothing when nobody did. */
export function OverridesOfPerson({ usager }: { usager: string }) {
  const say = useText(texts);
  const { data, error, refetch } = useJson<OverridesAnswer>(`/api/override/${usager}/list`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || data.overrides.length === 0) return null;
  return (
    <Panel title={say('list.title')} description={say('list.text')} tone="warning">
      <Stack gap="md">
        {data.overrides.map(override => (
          <Panel
            key={override.id}
            oneOfMany
            level={3}
            title={override.name}
            action={
              <Badge variant="light" color="ambre">
                {say(override.decision ? `decision.${override.decision}` : `state.${override.state}`)}
              </Badge>
            }
          >
            <OverrideFacts override={override} />
          </Panel>
        ))}
      </Stack>
    </Panel>
  );
}
