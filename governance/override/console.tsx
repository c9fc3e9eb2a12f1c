import { postJson, useAct, useJsonPages } from '@continuum/ui-fhir-client';
import {
  DateText,
  Dialog,
  EmptyState,
  ErrorState,
  Loading,
  MoreButton,
  Panel,
  useNotice,
} from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { reasonLength } from './grounds.data.ts';
import { OverrideFacts } from './override-facts.tsx';
import type { OverridesAnswer, OverrideView } from './override-view.ts';
import { texts } from './texts.ts';

const list = '/api/override/reviews';

function Reviewing({ override, onDone }: { override: OverrideView; onDone: () => void }) {
  const say = useText(texts);
  const notify = useNotice();
  const [decision, setDecision] = useState<'justified' | 'not-justified'>('justified');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const isFirst = override.state === 'to-review';
  const act = useAct(
    (agrees: boolean) =>
      isFirst
        ? postJson(`${list}/${override.id}/proposal`, { decision, reason: reason.trim() })
        : postJson(`${list}/${override.id}/confirmation`, { agrees, reason: reason.trim() }),
    [list],
  );
  const isShort = reason.trim().length < reasonLength.least;
  const take = (agrees: boolean) => {
    setTried(true);
    if (isShort) return;
    act.mutate(agrees, {
      onSuccess: () => {
        notify(say('review.done'));
        onDone();
      },
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take(true);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <OverrideFacts override={override} />
        {isFirst ? (
          <Radio.Group
            label={say('review.decision')}
            value={decision}
            onChange={value => setDecision(value as typeof decision)}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="justified" label={say('decision.justified')} />
              <Radio value="not-justified" label={say('decision.not-justified')} />
            </Stack>
          </Radio.Group>
        ) : (
          <p>{say('review.four-eyes')}</p>
        )}
        <Textarea
          required
          label={say('review.reason')}
          description={say('reason.help')}
          error={tried && isShort && say('reason.short')}
          autosize
          minRows={3}
          maxLength={reasonLength.most}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {!!act.error && <ErrorState error={act.error} />}
        <Group justify="flex-end">
          {!isFirst && (
            <Button variant="default" loading={act.isPending} onClick={() => take(false)}>
              {say('review.return')}
            </Button>
          )}
          <Button type="submit" loading={act.isPending}>
            {say(isFirst ? 'review.propose' : 'review.agree')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Steps({ override }: { override: OverrideView }) {
  const say = useText(texts);
  return (
    <ul>
      {(override.steps ?? []).map(({ act, name, at, decision, reason }) => (
        <li key={at}>
          <DateText value={at} time /> – {say(`step.${act}`)}
          {decision && ` (${say(`decision.${decision}`)})`}, {name}: {reason}
        </li>
      ))}
    </ul>
  );
}

/** The overrides, the newest first, each with its next step: two persons review each. */
export function OverrideReviews() {
  const say = useText(texts);
  const [reviewed, setReviewed] = useState<OverrideView>();
  const { data, error, refetch, more } = useJsonPages<OverridesAnswer>(list, ({ next }) =>
    next === undefined ? undefined : `${list}?cursor=${encodeURIComponent(next)}`,
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const overrides = data.pages.flatMap(page => page.overrides);
  if (overrides.length === 0)
    return (
      <Panel>
        <EmptyState title={say('review.none')} />
      </Panel>
    );
  return (
    <Stack gap="md">
      {overrides.map(override => (
        <Panel
          key={override.id}
          title={say('review.of', { usager: override.usager ?? '' })}
          action={
            <Group>
              <Badge variant="light" color="ambre">
                {say(override.decision ? `decision.${override.decision}` : `state.${override.state}`)}
              </Badge>
              {override.state !== 'closed' && (
                <Button size="sm" onClick={() => setReviewed(override)}>
                  {say(override.state === 'to-review' ? 'review.propose' : 'review.confirm')}
                </Button>
              )}
            </Group>
          }
        >
          <OverrideFacts override={override} />
          <Steps override={override} />
        </Panel>
      ))}
      <MoreButton more={more} />
      {reviewed && (
        <Dialog
          opened
          title={say(reviewed.state === 'to-review' ? 'review.propose' : 'review.confirm')}
          onClose={() => setReviewed(undefined)}
        >
          <Reviewing override={reviewed} onDone={() => setReviewed(undefined)} />
        </Dialog>
      )}
    </Stack>
  );
}
