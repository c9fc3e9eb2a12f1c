import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Badge, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Replays } from './replays.tsx';
import { Parameters } from './rule-parameters.tsx';
import { api, type ShownRule, useRules, useRuleWords } from './shown.browser.ts';
import { texts } from './texts.ts';

const colors = { on: 'green', replayed: 'ambre', off: 'gray' };

function Change({ rule }: { rule: ShownRule }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const [state, setState] = useState<string>(rule.state);
  const [parameters, setParameters] = useState(rule.parameters);
  const [reason, setReason] = useState('');
  const act = useAct(
    () => postJson(`${api}/rules/${rule.rule.id}`, { state, parameters, reason }),
    [`${api}/rules`],
  );
  return (
    <>
      <Button size="sm" variant="light" onClick={() => setOpened(true)}>
        {say('rule.change')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('rule.change')}
        confirm={say('rule.change')}
        busy={act.isPending}
        error={act.error}
        onConfirm={() => act.mutate(undefined, { onSuccess: () => setOpened(false) })}
        onCancel={() => setOpened(false)}
      >
        <Stack gap="md">
          <Text>{say('rule.change.text')}</Text>
          <Select
            label={say('rule.state')}
            data={(['on', 'replayed', 'off'] as const).map(value => ({ value, label: say(`rule.${value}`) }))}
            value={state}
            allowDeselect={false}
            onChange={chosen => setState(chosen ?? rule.state)}
          />
          <Parameters rule={rule} values={parameters} onChange={setParameters} />
          <Textarea
            label={say('reason')}
            required
            maxLength={4000}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}

function RulePanel({ rule }: { rule: ShownRule }) {
  const say = useText(texts);
  const format = useFormat();
  const words = useRuleWords(undefined);
  const { changed, rule: it } = rule;
  const title = (
    <Group gap="xs">
      {words.text(it.name)}
      <Badge color={colors[rule.state]} variant="light" tt="none">
        {say(`rule.${rule.state}`)}
      </Badge>
    </Group>
  );
  return (
    <Panel
      oneOfMany
      level={3}
      title={title}
      description={words.text(it.reason)}
      action={<Change rule={rule} />}
    >
      <Stack gap={4}>
        {Object.entries(it.parameters).map(([name, { unit }]) => (
          <Text key={name} size="sm">
            {format.number(rule.parameters[name] ?? 0)} {words.text(unit)}
          </Text>
        ))}
        <Text size="sm" c="dimmed">
          {say('source', { source: it.source })} · {say('version', { version: it.version })}
        </Text>
        {changed && (
          <Text size="sm" c="dimmed">
            {say('rule.changed', {
              ...{ name: changed.by, when: format.dateTime(changed.at), reason: changed.reason },
            })}
          </Text>
        )}
      </Stack>
      <Replays rule={rule} />
    </Panel>
  );
}

/** Every rule: what it watches and why, its state and thresholds, and its replays. */
export function RuleList() {
  const say = useText(texts);
  const { data, error, refetch } = useRules();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Panel title={say('rules')} description={say('rules.lead')}>
      {data ? data.rules.map(rule => <RulePanel key={rule.rule.id} rule={rule} />) : <Loading rows={8} />}
    </Panel>
  );
}
