import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, Panel, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, Button, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { reportsAddress, type ShownReport, useReports } from './shown.browser.ts';
import { texts } from './texts.ts';

const colors = { received: 'ambre', 'under-way': 'sarcelle', answered: 'green', closed: 'gray' };

interface UnrecognizedProps {
  patient: string;
  /** Ids of the lines of the list that it is about. */
  entries: readonly string[];
}

/** "I do not recognize this access", on a line of the list of accesses; the number, once it was said. */
export function Unrecognized({ patient, entries }: UnrecognizedProps) {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState('');
  const { data } = useReports(patient);
  const path = reportsAddress(patient);
  const act = useAct(
    () => postJson<{ number: string }>(path, { entries: entries.slice(0, 50), words }),
    [path],
  );
  const said = data?.reports.find(report => report.entries.some(entry => entries.includes(entry)));
  if (said)
    return (
      <Badge mt="xs" tt="none" variant="light" color={colors[said.state]}>
        {say('unknown.reported', { number: said.number })} · {say(`mine.${said.state}`)}
      </Badge>
    );
  const send = () =>
    act.mutate(undefined, {
      onSuccess: ({ number }) => {
        setOpened(false);
        tell(say('unknown.sent', { number }));
      },
    });
  return (
    <>
      <Button
        size="compact-md"
        mt="xs"
        variant="default"
        className="kit-no-print"
        onClick={() => setOpened(true)}
      >
        {say('unknown')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('unknown')}
        confirm={say('unknown.send')}
        busy={act.isPending}
        error={act.error}
        onConfirm={send}
        onCancel={() => setOpened(false)}
      >
        <Stack gap="md">
          <Text>{say('unknown.text', { days: data?.answerDays ?? 30 })}</Text>
          <Textarea
            label={say('unknown.words')}
            autosize
            minRows={2}
            maxLength={2000}
            value={words}
            onChange={event => setWords(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}

function Report({ report }: { report: ShownReport }) {
  const say = useText(texts);
  return (
    <div>
      <Text fw={600}>
        {report.number}{' '}
        <Badge tt="none" variant="light" color={colors[report.state]}>
          {say(`mine.${report.state}`)}
        </Badge>
      </Text>
      {report.answer ? (
        <>
          <Text size="sm" c="dimmed">
            {say('mine.answer', { at: report.answer.at.slice(0, 10) })}
          </Text>
          <Text>{report.answer.text}</Text>
        </>
      ) : (
        <Text size="sm">
          {say('mine.asked', { at: report.at.slice(0, 10) })} ·{' '}
          {report.state !== 'closed' && say('mine.due', { due: report.due.slice(0, 10) })}
        </Text>
      )}
    </div>
  );
}

/** What was reported of a record, its state, and the answers; nothing at all when there is none. */
export function MyReports({ patient }: { patient: string }) {
  const say = useText(texts);
  const reports = useReports(patient).data?.reports ?? [];
  if (reports.length === 0) return null;
  return (
    <Panel title={say('mine')} description={say('mine.lead')}>
      <Stack gap="md">
        {reports.map(report => (
          <Report key={report.number} report={report} />
        ))}
      </Stack>
    </Panel>
  );
}
