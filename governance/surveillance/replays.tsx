import { dayOf } from '@continuum/standards-calendar';
import { postJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DataTable, DateText, ErrorState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './replays.module.css';
import { Parameters } from './rule-parameters.tsx';
import { api, type ShownReplay, type ShownRule, useRuleWords } from './shown.browser.ts';
import { texts } from './texts.ts';

const dayBefore = (days: number): string => dayOf(new Date(Date.now() - days * 86_400_000));

/** Asks for a replay of a rule, with other thresholds when one likes. */
function NewReplay({ rule }: { rule: ShownRule }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const [firstDay, setFirst] = useState(dayBefore(30));
  const [lastDay, setLast] = useState(dayBefore(0));
  const [parameters, setParameters] = useState(rule.parameters);
  const act = useAct(
    () => postJson(`${api}/rules/${rule.rule.id}/replays`, { firstDay, lastDay, parameters }),
    [`${api}/rules/${rule.rule.id}/replays`],
  );
  return (
    <>
      <Button size="sm" variant="default" onClick={() => setOpened(true)}>
        {say('replay')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('replay')}
        confirm={say('replay.start')}
        busy={act.isPending}
        error={act.error}
        onConfirm={() => act.mutate(undefined, { onSuccess: () => setOpened(false) })}
        onCancel={() => setOpened(false)}
      >
        <Stack gap="md">
          <Text>{say('replay.text')}</Text>
          <Group grow>
            <TextInput
              type="date"
              label={say('replay.first')}
              value={firstDay}
              onChange={event => setFirst(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              label={say('replay.last')}
              value={lastDay}
              onChange={event => setLast(event.currentTarget.value)}
            />
          </Group>
          <Parameters rule={rule} values={parameters} onChange={setParameters} />
        </Stack>
      </ConfirmDialog>
    </>
  );
}

/** Alerts a day as bars; the same as a table, for whoever does not see it. */
function Chart({ perDay }: { perDay: ShownReplay['perDay'] }) {
  const say = useText(texts);
  const most = Math.max(0, ...perDay.map(({ alerts }) => alerts));
  const width = 1000 / Math.max(perDay.length, 1);
  return (
    <>
      <svg
        className={classes.chart}
        viewBox="0 0 1000 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={say('replay.chart', { most })}
      >
        {perDay.map(({ day, alerts }, at) => {
          const height = most === 0 ? 0 : (96 * alerts) / most;
          return (
            <rect
              key={day}
              className={classes.bar}
              x={at * width + width * 0.1}
              y={98 - height}
              width={width * 0.8}
              height={height}
            >
              <title>{`${day}: ${alerts}`}</title>
            </rect>
          );
        })}
        <line className={classes.ground} x1="0" x2="1000" y1="99" y2="99" />
      </svg>
      <Text size="sm" c="dimmed">
        {say('replay.chart', { most })}
      </Text>
      <details>
        <summary>{say('replay.table')}</summary>
        <DataTable
          caption={say('replay.chart', { most })}
          narrow="pairs"
          rowKey={row => row.day}
          rows={perDay}
          columns={[
            { key: 'day', title: say('when'), header: true, render: row => <DateText value={row.day} /> },
            { key: 'alerts', title: say('replay.alerts'), align: 'end', render: row => row.alerts },
          ]}
        />
      </details>
    </>
  );
}

function Sample({ rule, sample }: { rule: ShownRule; sample: ShownReplay['sample'] }) {
  const say = useText(texts);
  const words = useRuleWords([rule]);
  if (sample.length === 0) return null;
  return (
    <details>
      <summary>{say('replay.sample')}</summary>
      <DataTable
        caption={say('replay.sample')}
        rowKey={row => row.key}
        rows={sample}
        columns={[
          { key: 'who', title: say('who'), header: true, render: row => row.actor.name },
          { key: 'day', title: say('when'), render: row => <DateText value={row.day} /> },
          {
            key: 'what',
            title: say('what'),
            render: row => words.comparison(rule.rule.id, row.figures),
          },
        ]}
      />
    </details>
  );
}

function Replay({ rule, replay }: { rule: ShownRule; replay: ShownReplay }) {
  const say = useText(texts);
  const cancel = useAct(
    () => postJson(`${api}/replays/${replay.id}/cancel`, {}),
    [`${api}/rules/${rule.rule.id}/replays`],
  );
  const going = replay.state === 'waiting' || replay.state === 'running';
  const alerts = replay.perDay.reduce((sum, day) => sum + day.alerts, 0);
  const state = say(`replay.${replay.state}`, { done: replay.doneDays, all: replay.allDays, alerts });
  return (
    <Stack gap="xs" mt="md">
      <Group justify="space-between">
        <Text fw={600}>{say('replay.title', { first: replay.firstDay, last: replay.lastDay })}</Text>
        <Group gap="xs" role="status">
          <Text size="sm">{state}</Text>
          {going && (
            <Button
              size="sm"
              variant="subtle"
              loading={cancel.isPending}
              onClick={() => cancel.mutate(undefined)}
            >
              {say('replay.cancel')}
            </Button>
          )}
        </Group>
      </Group>
      {replay.perDay.length > 0 && <Chart perDay={replay.perDay} />}
      <Sample rule={rule} sample={replay.sample} />
    </Stack>
  );
}

/** The last replay of a rule, looked at again while it goes on, and another one. */
export function Replays({ rule }: { rule: ShownRule }) {
  const path = `${api}/rules/${rule.rule.id}/replays`;
  const { data, error, refetch } = useJson<{ replays: ShownReplay[] }>(path, { refreshEvery: 5_000 });
  const [last] = data?.replays ?? [];
  return (
    <div>
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {last && <Replay rule={rule} replay={last} />}
      <Group mt="sm" className="kit-no-print">
        <NewReplay rule={rule} />
      </Group>
    </div>
  );
}
