import { type Column, DataTable, DateText } from '@continuum/ui-kit';
import { formatDate, useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import { useAmounts } from './amount.browser.ts';
import { DrugName } from './drug-name.tsx';
import classes from './medication.module.css';
import type { ProfileLine } from './profile.ts';
import { texts } from './texts.ts';

function LastDispense({ line }: { line: ProfileLine }) {
  const say = useText(texts);
  const { supply } = useAmounts();
  if (!line.last) return <span className={classes.quiet}>{say('never')}</span>;
  const { dispensed, quantity, daysSupply, pharmacy } = line.last;
  return (
    <>
      <DateText value={dispensed?.slice(0, 10)} />
      <span className={classes.under}>{supply(quantity, daysSupply)}</span>
      <span className={classes.under}>{pharmacy}</span>
    </>
  );
}

function Covered({ until, active }: { until: string | undefined; active: boolean }) {
  const say = useText(texts);
  if (!until) return null;
  const over = until < formatDate(new Date());
  if (!over) return <DateText value={until} />;
  return (
    <span className={active ? classes.over : classes.quiet}>
      {say('covered.over')} <DateText value={until} />
    </span>
  );
}

function Active({ active }: { active: boolean }) {
  const say = useText(texts);
  return (
    <Badge color={active ? 'sarcelle' : 'gray'} variant={active ? 'light' : 'outline'} tt="none" size="md">
      {say(active ? 'active' : 'not-active')}
    </Badge>
  );
}

/** What the person takes, one line per drug. */
export function ProfileTable({ lines }: { lines: readonly ProfileLine[] }) {
  const say = useText(texts);
  const columns: Column<ProfileLine>[] = [
    {
      key: 'drug',
      title: say('drug'),
      header: true,
      width: '27%',
      render: line => (
        <>
          <DrugName name={line.name} din={line.din} />
          <Active active={line.active} />
        </>
      ),
    },
    { key: 'directions', title: say('directions'), width: '26%', render: line => line.directions },
    {
      key: 'last',
      title: say('last-dispense'),
      render: line => <LastDispense line={line} />,
    },
    {
      key: 'covered',
      title: say('covered'),
      render: line => <Covered until={line.coveredUntil} active={line.active} />,
    },
    { key: 'prescriber', title: say('prescriber'), render: line => line.prescriber },
  ];
  return (
    <DataTable
      caption={say('profile.title')}
      columns={columns}
      rows={lines}
      rowKey={line => line.din ?? `${line.name}${line.last?.id ?? line.prescriptions[0]?.id ?? ''}`}
    />
  );
}
