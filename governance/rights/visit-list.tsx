import { DateText, Timeline } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import { IconBan, IconBuildingHospital, IconEye, IconFilePlus, IconUser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AccessLine } from './access-line.ts';
import { texts } from './texts.ts';
import { isBlocked, type Visit } from './visit.ts';
import classes from './visit-list.module.css';
import { useWords } from './words.browser.ts';

function iconOf(line: AccessLine) {
  if (isBlocked(line)) return IconBan;
  if (line.own) return IconUser;
  if (line.action === 'write') return IconFilePlus;
  return line.actor.kind === 'system' ? IconBuildingHospital : IconEye;
}

function EachAction({ visit }: { visit: Visit }) {
  const say = useText(texts);
  const format = useFormat();
  const words = useWords();
  if (visit.lines.length === 1) return null;
  const [from, to] = [format.time(visit.from), format.time(visit.to)];
  return (
    <details className={classes.details}>
      <summary>{say(from === to ? 'manyAt' : 'many', { count: visit.lines.length, from, to })}</summary>
      <ul aria-label={say('details')}>
        {visit.lines.map(line => (
          <li key={line.id}>
            {format.time(line.at)} — {words.did(line, line.domains)}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface VisitListProps {
  visits: readonly Visit[];
  /** What the page puts beside a visit of somebody else. */
  beside?: ((entries: readonly string[]) => ReactNode) | undefined;
}

function Detail({ visit, beside }: { visit: Visit } & Pick<VisitListProps, 'beside'>) {
  const words = useWords();
  const line = visit.lines[0]!;
  const outcome = words.outcome(line);
  return (
    <>
      {!line.own && <p className={classes.line}>{words.who(line)}</p>}
      <p className={classes.line}>
        {words.why(line)}
        {outcome && (
          <Badge
            ml="xs"
            tt="none"
            color={isBlocked(line) ? 'red' : 'gray'}
            variant={isBlocked(line) ? 'filled' : 'light'}
          >
            {outcome}
          </Badge>
        )}
      </p>
      <EachAction visit={visit} />
      {!line.own && beside?.(visit.lines.map(({ id }) => id))}
    </>
  );
}

/** Visits one under the other, each with who, why and what. */
export function VisitList({ visits, beside }: VisitListProps) {
  const say = useText(texts);
  const words = useWords();
  const items = visits.map(visit => {
    const line = visit.lines[0]!;
    const told = visit.lines.find(({ copied }) => copied) ?? line;
    const Icon = iconOf(line);
    return {
      key: visit.key,
      when: <DateText value={visit.to} time />,
      title: words.did(told, visit.domains),
      detail: <Detail visit={visit} beside={beside} />,
      icon: <Icon size={19} stroke={1.8} />,
      tone: isBlocked(line) ? ('attention' as const) : line.own ? ('quiet' as const) : ('normal' as const),
    };
  });
  return <Timeline items={items} label={say('title')} />;
}
