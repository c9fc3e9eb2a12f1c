import { type Column, DataTable, InterpretationBadge, isCritical } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { UnstyledButton } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import type { LaboratoryResult } from './display.ts';
import classes from './laboratory.module.css';
import { badgeOf } from './latest.ts';
import { StatusBadge } from './status-badge.tsx';
import { texts } from './texts.ts';
import { useValues } from './value.browser.ts';

/** Opens the trend of a test. */
export type OpenTrend = (test: { code: string; name: string }) => void;

/** The name of a test; a button when it has a trend to show. */
export function TestName({ result, onTrend }: { result: LaboratoryResult; onTrend: OpenTrend }) {
  const say = useText(texts);
  const { code, name, part } = result;
  const shown = part === undefined ? name : `${name} (${part})`;
  if (!code) return shown;
  return (
    <UnstyledButton
      className={classes.test}
      onClick={() => onTrend({ code, name })}
      title={say('trend.of', { name })}
    >
      {shown}
      <IconChartLine size={16} stroke={1.8} aria-hidden className={classes.testIcon} />
    </UnstyledButton>
  );
}

function Value({ result }: { result: LaboratoryResult }) {
  const say = useText(texts);
  const { values } = useValues();
  const written = values(result.values);
  return (
    <>
      {result.withdrawn ? (
        <span className={classes.withdrawn}>{say('withdrawn')}</span>
      ) : (
        <strong className={classes.value}>{written || say('no-value')}</strong>
      )}{' '}
      {!result.withdrawn && <StatusBadge status={result.status} />}
      {result.notes.map(note => (
        <span key={note} className={classes.note}>
          {note}
        </span>
      ))}
    </>
  );
}

/** The results of one report, as a table. */
export function ResultTable({
  caption,
  results,
  onTrend,
}: {
  caption: string;
  results: readonly LaboratoryResult[];
  onTrend: OpenTrend;
}) {
  const say = useText(texts);
  const { range } = useValues();
  const columns: Column<LaboratoryResult>[] = [
    {
      key: 'test',
      title: say('test'),
      header: true,
      width: '34%',
      render: result => <TestName result={result} onTrend={onTrend} />,
    },
    { key: 'result', title: say('result'), width: '26%', render: result => <Value result={result} /> },
    {
      key: 'flag',
      title: say('flag'),
      width: '18%',
      render: result => <InterpretationBadge code={badgeOf(result.interpretation?.flag)} />,
    },
    {
      key: 'range',
      title: say('range'),
      render: result => range(result.range),
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={results}
      narrow="pairs"
      rowKey={result => result.id}
      rowTone={result => (isCritical(badgeOf(result.interpretation?.flag)) ? 'attention' : undefined)}
    />
  );
}
