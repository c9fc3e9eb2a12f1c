import { useJson } from '@continuum/ui-fhir-client';
import { ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type Desk, pathOf } from './desk.browser.ts';
import { RefusalHistory } from './refusal-history.tsx';
import { RefusalState } from './refusal-state.tsx';
import type { RefusalAnswer } from './refusal-view.ts';
import { RestrictionChoices } from './restriction/restriction-choices.tsx';
import { texts } from './texts.ts';
import type { Whose } from './whose.ts';

/** What is refused, what is kept from some, what the register remembers of it; and how to change it, at the portal or the counter. */
export function Choices({ desk, whose }: { desk: Desk; whose: Whose }) {
  const say = useText(texts);
  const { data, error, refetch } = useJson<RefusalAnswer>(pathOf(desk, 'refusal'));
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
      <RefusalState answer={data} desk={desk} whose={whose} />
      <RefusalHistory events={data.history} />
      <RestrictionChoices desk={desk} own={whose.own} />
    </>
  );
}
