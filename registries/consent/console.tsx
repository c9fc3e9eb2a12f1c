import { useJson } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Facts, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button } from '@mantine/core';
import { IconMessageCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { choiceTexts } from './choice/texts.ts';
import { Choices } from './choices.tsx';
import type { CounterAnswer, CounterRequest } from './counter/counter-view.ts';
import { emptyDraft, type RequestDraft, toRequest } from './counter/request-draft.browser.ts';
import { RequestForm } from './counter/request-form.tsx';
import { counterTexts } from './counter/texts.ts';

/** Who asks, as it was taken down, in sight while the choices are made. */
function Taken({ request, name, onChange }: { request: CounterRequest; name: string; onChange: () => void }) {
  const say = useText(counterTexts);
  const sayOfAny = useText(choiceTexts);
  const { means, received, decider, identity } = request;
  const who = [
    decider.name ?? name,
    sayOfAny(`relationship.${decider.relationship}`),
    decider.proof && sayOfAny(`proof.${decider.proof}`),
    decider.incapacity && sayOfAny(`incapacity.${decider.incapacity}`),
  ];
  const pieces = identity.map(
    ({ kind, seen }) => `${sayOfAny(`identity.${kind}`)} (${sayOfAny(`seen.${seen}`)})`,
  );
  const action = (
    <Button variant="default" onClick={onChange}>
      {say('request.change')}
    </Button>
  );
  return (
    <Panel title={say('request.title')} action={action}>
      <Facts
        items={[
          { label: say('facts.means'), value: `${sayOfAny(`means.${means}`)}, ${received}` },
          { label: say('facts.decider'), value: who.filter(Boolean).join(', ') },
          { label: say('facts.identity'), value: pieces.join('; ') },
        ]}
      />
    </Panel>
  );
}

function AtDesk({ usager, answer }: { usager: string; answer: CounterAnswer }) {
  const say = useText(counterTexts);
  const [draft, setDraft] = useState<RequestDraft>(() => emptyDraft(answer));
  const [taken, setTaken] = useState(false);
  if (answer.deciders.length === 0)
    return (
      <Panel>
        <EmptyState title={say('decider.none')}>{say('decider.none.text')}</EmptyState>
      </Panel>
    );
  if (!taken)
    return <RequestForm answer={answer} draft={draft} onChange={setDraft} onDone={() => setTaken(true)} />;
  const request = toRequest(draft);
  const own = draft.relationship === 'self';
  return (
    <>
      <Taken request={request} name={answer.name} onChange={() => setTaken(false)} />
      <Alert color="sarcelle" title={say('speak.title')} icon={<IconMessageCircle aria-hidden />}>
        {say('speak.text')}
      </Alert>
      <Choices
        desk={{ base: `/api/consent/counter/${usager}`, request }}
        whose={{ id: usager, name: answer.name, own }}
      />
    </>
  );
}

/** The refusals and restrictions of somebody who comes in or writes: who asks first, then their choices. */
export function CounterChoices({ usager }: { usager: string }) {
  const { data, error, refetch } = useJson<CounterAnswer>(`/api/consent/counter/${usager}`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Panel>
        <Loading />
      </Panel>
    );
  return <AtDesk key={usager} usager={usager} answer={data} />;
}
