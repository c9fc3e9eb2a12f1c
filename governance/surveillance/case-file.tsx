import { getBlob, useJson } from '@continuum/ui-fhir-client';
import {
  type Column,
  DataTable,
  DateText,
  EmptyState,
  ErrorState,
  Facts,
  Loading,
  Panel,
  Timeline,
} from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Badge, Button, Group, Text } from '@mantine/core';
import { IconArrowLeft, IconDownload, IconNote, IconPrinter } from '@tabler/icons-react';
import { CaseState, Due } from './case-list.tsx';
import { CaseSteps, NewNote } from './case-steps.tsx';
import { api, type Key, type ShownEvent, type ShownFile, useRules, useRuleWords } from './shown.browser.ts';
import { texts } from './texts.ts';

async function download(id: string, number: string): Promise<void> {
  const url = URL.createObjectURL(await getBlob(`${api}/cases/${id}/file`));
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: `${number}.json` });
  link.click();
  URL.revokeObjectURL(url);
}

function Summary({ file }: { file: ShownFile }) {
  const say = useText(texts);
  const { case: row } = file;
  const measures = row.asked.map(measure => (
    <span key={measure}>
      {say(`measure.${measure}` as Key)}{' '}
      <Badge color={row.taken.includes(measure) ? 'green' : 'ambre'} variant="light" tt="none">
        {say(row.taken.includes(measure) ? 'file.measure.taken' : 'file.measure.waiting')}
      </Badge>{' '}
    </span>
  ));
  return (
    <Facts
      items={[
        { label: say('number'), value: row.number },
        { label: say('kind'), value: say(`kind.${row.kind}` as Key) },
        { label: say('subject'), value: row.subjectName ?? say('subject.none') },
        { label: say('state'), value: <CaseState row={row} /> },
        { label: say('file.opened'), value: <DateText value={row.opened} time /> },
        { label: say('due'), value: <Due row={row} /> },
        { label: say('file.measures'), value: measures.length > 0 ? measures : undefined },
      ]}
    />
  );
}

function Reports({ file }: { file: ShownFile }) {
  const say = useText(texts);
  const format = useFormat();
  if (file.reports.length === 0) return null;
  return (
    <Panel title={say('file.reports')}>
      {file.reports.map(({ at, reporterName: name, organizationName: organization, usager, words }) => (
        <div key={at}>
          <Text c="dimmed" size="sm">
            {say(organization ? 'file.reported.for' : 'file.reported', {
              ...{ name, organization, when: format.dateTime(at) },
            })}
            {usager && ` · ${say('whose')} ${file.usagers[usager] ?? '–'}`}
          </Text>
          <Text>{words || say('file.no-words')}</Text>
        </div>
      ))}
    </Panel>
  );
}

function Alerts({ file }: { file: ShownFile }) {
  const say = useText(texts);
  const words = useRuleWords(useRules().data?.rules);
  if (file.alerts.length === 0) return null;
  return (
    <Panel title={say('file.alerts')} padding="flush">
      <DataTable
        caption={say('file.alerts')}
        rowKey={row => row.id}
        rows={file.alerts}
        columns={[
          { key: 'rule', title: say('filter.rule'), header: true, render: row => words.name(row.rule) },
          {
            key: 'what',
            title: say('what'),
            render: row => (
              <>
                {words.comparison(row.rule, row.figures)}{' '}
                <Text span size="sm" c="dimmed">
                  {say('version', { version: row.version })}
                </Text>
              </>
            ),
          },
          {
            key: 'whose',
            title: say('whose'),
            render: row => (row.usager ? (file.usagers[row.usager] ?? '–') : '–'),
          },
          { key: 'day', title: say('when'), render: row => <DateText value={row.day} /> },
        ]}
      />
    </Panel>
  );
}

interface Entry {
  id: string;
  at: string;
  who: { name: string; organization?: { name: string } };
  action: string;
  outcome: string;
  purpose: { of: string; reason?: string };
  domains: string[];
  usager?: string;
  address: string;
}

function Entries({ file }: { file: ShownFile }) {
  const say = useText(texts);
  const rows = file.entries.map(({ entry, anchor }) => ({ ...(JSON.parse(entry) as Entry), anchor }));
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'at', title: say('when'), header: true, render: row => <DateText value={row.at} time /> },
    {
      key: 'who',
      title: say('who'),
      render: row => [row.who.name, row.who.organization?.name].filter(Boolean).join(' · '),
    },
    { key: 'whose', title: say('whose'), render: row => (row.usager && file.usagers[row.usager]) || '–' },
    {
      key: 'what',
      title: say('what'),
      render: row => (
        <>
          {[row.action, row.outcome, row.purpose.of, ...row.domains].join(' · ')}
          <Text size="sm" c="dimmed">
            {[row.address, row.purpose.reason].filter(Boolean).join(' · ')}
          </Text>
        </>
      ),
    },
    {
      key: 'proof',
      title: say('file.proven'),
      titleHidden: true,
      render: row => (
        <Badge color={row.anchor ? 'green' : 'gray'} variant="light" tt="none">
          {row.anchor ? `${say('file.proven')} · ${row.anchor.index}` : say('file.unproven')}
        </Badge>
      ),
    },
  ];
  return (
    <Panel title={say('file.entries')} description={say('file.entries.lead')} padding="flush">
      {rows.length === 0 ? (
        <EmptyState title={say('file.entry.none')} />
      ) : (
        <DataTable caption={say('file.entries')} columns={columns} rows={rows} rowKey={row => row.id} />
      )}
    </Panel>
  );
}

/** What an event is called once it has happened. */
const didKey = (event: string): Key =>
  (['report', 'open', 'alert', 'note'].includes(event) ? `event.${event}` : `did.${event}`) as Key;

function Events({ events }: { events: readonly ShownEvent[] }) {
  const say = useText(texts);
  const words = useRuleWords(useRules().data?.rules);
  const measuresOf = ({ detail }: ShownEvent) =>
    [...(detail.measures ?? []), ...(detail.measure ? [detail.measure] : [])].map(measure =>
      say(`measure.${measure}` as Key),
    );
  return (
    <Panel title={say('file.events')}>
      <Timeline
        label={say('file.events')}
        items={events.map((event, number) => ({
          key: String(number),
          when: <DateText value={event.at} time />,
          title: [
            say(didKey(event.event)),
            ...measuresOf(event),
            ...(event.detail.rule ? [words.name(event.detail.rule)] : []),
          ].join(' · '),
          detail: (
            <>
              {event.text && <Text>{event.text}</Text>}
              <Text size="sm" c="dimmed">
                {say('did.by', { name: event.byName })}
              </Text>
            </>
          ),
          icon: <IconNote size={19} stroke={1.8} />,
          tone: 'normal' as const,
        }))}
      />
    </Panel>
  );
}

/** A case whole: what it is about, what to do next, its evidence and its history; printed and exported as it is. */
export function CaseFile({ id, onBack }: { id: string; onBack: () => void }) {
  const say = useText(texts);
  const { data: file, error, refetch } = useJson<ShownFile>(`${api}/cases/${id}`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!file) return <Loading rows={8} />;
  const tools = (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={onBack}>
        {say('file.back')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPrinter size={18} aria-hidden />}
        onClick={() => window.print()}
      >
        {say('file.print')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        onClick={() => void download(id, file.case.number)}
      >
        {say('file.export')}
      </Button>
    </Group>
  );
  return (
    <>
      <Panel title={say('file.facts')} action={tools}>
        <Summary file={file} />
      </Panel>
      <div className="kit-no-print">
        <Panel title={say('file.steps')} action={<NewNote id={id} />}>
          <CaseSteps file={file} />
        </Panel>
      </div>
      <Reports file={file} />
      <Alerts file={file} />
      {file.answers.length > 0 && (
        <Panel title={say('file.answers')}>
          {file.answers.map(({ at, text, usager }) => (
            <Text key={at}>
              <DateText value={at} time /> · {file.usagers[usager] ?? '–'} · {text}
            </Text>
          ))}
        </Panel>
      )}
      <Events events={file.events} />
      <Entries file={file} />
    </>
  );
}
