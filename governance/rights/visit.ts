import type { AccessLine } from './access-line.ts';

/** Looks of one person at one time: what a reader takes for one visit. Nothing is left out of it. */
export interface Visit {
  key: string;
  lines: AccessLine[];
  /** Parts of the record touched, each once. */
  domains: string[];
  /** Newest and oldest moments. */
  to: string;
  from: string;
}

const gap = 10 * 60_000;

/** True for what did not give the record away. */
export const isBlocked = ({ outcome, action }: AccessLine): boolean =>
  outcome === 'denied' || outcome === 'refused' || action === 'attempt';

const who = ({ actor }: AccessLine): string =>
  [actor.kind, actor.name, actor.organization, actor.remote].join('|');

function belongs(visit: Visit, line: AccessLine): boolean {
  const last = visit.lines.at(-1)!;
  return (
    who(last) === who(line) &&
    last.outcome === line.outcome &&
    last.purpose === line.purpose &&
    (last.action === 'write') === (line.action === 'write') &&
    last.request === line.request &&
    Date.parse(visit.from) - Date.parse(line.at) <= gap
  );
}

const start = (line: AccessLine): Visit => ({
  key: line.id,
  lines: [line],
  domains: [...line.domains],
  to: line.at,
  from: line.at,
});

/** Groups lines that follow each other, newest first, into visits. */
export function toVisits(lines: readonly AccessLine[]): Visit[] {
  const visits: Visit[] = [];
  for (const line of lines) {
    const last = visits.at(-1);
    if (!last || !belongs(last, line)) {
      visits.push(start(line));
      continue;
    }
    last.lines.push(line);
    last.from = line.at;
    last.domains.push(...line.domains.filter(domain => !last.domains.includes(domain)));
  }
  return visits;
}
