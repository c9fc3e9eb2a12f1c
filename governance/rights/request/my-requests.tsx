import { useJson } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { JoinEvidence } from './evidence/join-evidence.tsx';
import { JoinedEvidence } from './evidence/joined-evidence.tsx';
import { NewRequest } from './new-request.tsx';
import { RequestFacts, RequestHistory, StateBadge, Told } from './request-facts.tsx';
import type { OwnRequestsAnswer, ShownRequest } from './request-view.ts';
import { RequestStep } from './step-dialog.tsx';
import { texts } from './texts.ts';

const isOwnStep = (event: string): event is 'withdraw' | 'disagree' =>
  event === 'withdraw' || event === 'disagree';

function OneRequest({
  patient,
  request,
  mayAct,
}: {
  patient: string;
  request: ShownRequest;
  mayAct: boolean;
}) {
  const say = useText(texts);
  const format = useFormat();
  const list = `/api/rights/${patient}/requests`;
  const steps = mayAct ? request.may.filter(isOwnStep) : [];
  const mayJoin = mayAct && request.may.includes('attach');
  return (
    <Panel
      oneOfMany
      level={3}
      title={`${say(`kind.${request.kind}`)} · ${request.number}`}
      action={<StateBadge state={request.state} />}
    >
      <Stack gap="md">
        {request.late && (
          <Alert color="ambre" icon={<IconAlertTriangle aria-hidden />}>
            {say('late.text')}
          </Alert>
        )}
        <RequestFacts request={request} />
        <JoinedEvidence request={request} list={list} />
        <Told request={request} />
        {request.reviewUntil && (
          <Alert color="gray" icon={<IconInfoCircle aria-hidden />}>
            {say('review.text', { until: format.date(request.reviewUntil) })}
          </Alert>
        )}
        <RequestHistory request={request} />
        {(mayJoin || steps.length > 0) && (
          <Group justify="flex-end" className="kit-no-print">
            {mayJoin && <JoinEvidence request={request} list={list} />}
            {steps.map(event => (
              <RequestStep
                key={event}
                request={request}
                event={event}
                path={`${list}/${request.id}/events`}
                touches={[list]}
              />
            ))}
          </Group>
        )}
      </Stack>
    </Panel>
  );
}

/** What was asked about a record, by right: each with its number, its delay and its history; and a new one. */
export function MyRequests({ patient, onAccesses }: { patient: string; onAccesses: () => void }) {
  const say = useText(texts);
  const { data, error, refetch } = useJson<OwnRequestsAnswer>(`/api/rights/${patient}/requests`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const { requests, days, mayAsk } = data;
  return (
    <Panel
      title={say('mine')}
      description={say('mine.lead')}
      action={mayAsk && <NewRequest patient={patient} days={days} onAccesses={onAccesses} />}
    >
      <Stack gap="md">
        {!mayAsk && <Text>{say('read-only')}</Text>}
        {requests.length === 0 && (
          <EmptyState title={say('mine.none')}>
            <p>{say('mine.none.text')}</p>
          </EmptyState>
        )}
        {requests.map(request => (
          <OneRequest key={request.id} patient={patient} request={request} mayAct={mayAsk} />
        ))}
      </Stack>
    </Panel>
  );
}
