import { DateText, type Fact, Facts, Timeline } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, Text } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import type { RequestState } from './request-machine.data.ts';
import type { ListedRequest, ShownRequest } from './request-view.ts';
import { texts } from './texts.ts';

const colors: Readonly<Record<RequestState, string>> = {
  received: 'ambre',
  'under-way': 'sarcelle',
  'to-correct': 'sarcelle',
  'refusal-proposed': 'ambre',
  corrected: 'green',
  answered: 'green',
  refused: 'gray',
  withdrawn: 'gray',
};

/** The state of a request, in words and a colour. */
export function StateBadge({ state }: { state: RequestState }) {
  const say = useText(texts);
  return (
    <Badge color={colors[state]} variant="light" tt="none" miw="max-content">
      {say(`state.${state}`)}
    </Badge>
  );
}

/** By when a request is answered, and that it is late. */
export function Due({ request: { due, late } }: { request: Pick<ListedRequest, 'due' | 'late'> }) {
  const say = useText(texts);
  return (
    <>
      <DateText value={due} />{' '}
      {late && (
        <Badge color="red" tt="none">
          {say('late')}
        </Badge>
      )}
    </>
  );
}

/** `Glucose, 2026-10-01`. */
export const namedOf = (resource: ShownRequest['resource']): string | undefined =>
  resource && [resource.name, resource.day].filter(Boolean).join(', ');

/** What a request says, in facts; `more` come first. */
export function RequestFacts({ request, more = [] }: { request: ShownRequest; more?: readonly Fact[] }) {
  const say = useText(texts);
  const { resource, kind, wanted, reason, evidence, corrected, askedByName, organizationName } = request;
  return (
    <Facts
      items={[
        ...more,
        {
          label: say('about'),
          value:
            resource &&
            say('about.value', { type: say(`type.${resource.type}` as 'about'), what: namedOf(resource) }),
        },
        { label: say('wanted'), value: wanted },
        { label: say('reason'), value: reason },
        { label: say('evidence'), value: evidence },
        {
          label: say('source'),
          value: organizationName ?? (kind === 'complaint' ? undefined : say('source.any')),
        },
        {
          label: say('submitted'),
          value: (
            <>
              <DateText value={request.submitted} /> (<DateText value={request.submitted} ago />)
            </>
          ),
        },
        { label: say('asked-by'), value: askedByName },
        { label: say('due'), value: <Due request={request} /> },
        { label: say('corrected'), value: corrected && <DateText value={corrected} time /> },
      ]}
    />
  );
}

/** What happened to a request, the oldest first. */
export function RequestHistory({ request }: { request: ShownRequest }) {
  const say = useText(texts);
  return (
    <Timeline
      label={`${say('history')} ${request.number}`}
      items={request.events.map(({ event, at, office, byName, text }, index) => ({
        key: String(index),
        when: <DateText value={at} time />,
        title: say(`did.${event}`),
        detail: (
          <>
            {text && <Text>{text}</Text>}
            <Text size="sm" c="dimmed">
              {say(`by.${office}`, { name: byName })}
            </Text>
          </>
        ),
        icon: <IconNote size={19} stroke={1.8} />,
      }))}
    />
  );
}

/** How many people are told of a correction; nothing of a request that corrected nothing. */
export function Told({ request: { told } }: { request: Pick<ShownRequest, 'told'> }) {
  const say = useText(texts);
  return told === undefined ? null : <Text>{say('told.some', { count: told })}</Text>;
}
