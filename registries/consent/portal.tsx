import { useJson } from '@continuum/ui-fhir-client';
import { ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { RefusalHistory } from './refusal-history.tsx';
import { RefusalState } from './refusal-state.tsx';
import type { RefusalAnswer } from './refusal-view.ts';
import { RestrictionChoices } from './restriction/restriction-choices.tsx';
import { texts } from './texts.ts';
import type { Whose } from './whose.ts';

/** "My choices": what a person refuses to have released, what they keep from some, and what the register remembers of it. */
export function RefusalChoices({ whose }: { whose: Whose }) {
  const say = useText(texts);
  const path = `/api/consent/${whose.id}/refusal`;
  const { data, error, refetch } = useJson<RefusalAnswer>(path);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Panel>
        <Loading />
      </Panel>
    );
  return (
    <>
      {!data.mayDecide && (
        <Alert color="sarcelle" icon={<IconInfoCircle aria-hidden />}>
          {say('readonly')}
        </Alert>
      )}
      <RefusalState answer={data} path={path} whose={whose} />
      <RefusalHistory events={data.history} />
      <RestrictionChoices usager={whose.id} />
    </>
  );
}
