import { namSystem, parseNam } from '@continuum/standards-nam';
import type { JournalEntry } from '@continuum/trust-audit';

/** What rules look at of one entry of the journal: the least that serves, nothing of what was shown. */
export interface Observation {
  /** Id of the entry: the evidence. */
  entry: string;
  /** ISO 8601, UTC. */
  at: string;
  /** Hour of the day in Québec, 0 to 23. */
  hour: number;
  usager?: string;
  /** Something of a usager was shown to who asked. */
  look: boolean;
  /** Of the usager's clinical information, not only of who they are. */
  clinical: boolean;
  outcome: JournalEntry['outcome'];
  /** The person's own words on why, when they gave them. */
  declared: boolean;
  organization?: string;
  address: string;
  /** The NAM that was looked up. */
  nam?: string;
  /** From a device elsewhere that nobody declared. */
  undeclared: boolean;
}

/** Who acted. */
export interface ActorOf {
  /** `Practitioner/<id>`. */
  reference: string;
  name: string;
  profile: string;
  organization?: { id: string; name: string };
}

/** Everything that one person did on one day of Québec, in any order: what a rule is evaluated on. */
export interface ActorDay {
  actor: ActorOf;
  /** `2026-11-28`. */
  day: string;
  observations: readonly Observation[];
}

const clinical = new Set(['medication', 'laboratory', 'imaging', 'summary']);
const looking = new Set(['read', 'search', 'history']);
/** Purposes of work that is not care: what they reach is watched by who gave it. */
const notCare = new Set(['HCOMPL', 'HSYSADMIN', 'HOPERAT']);

const clock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Toronto',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** The day and the hour in Québec at a moment. */
export function quebecTime(at: string): { day: string; hour: number } {
  const parts = Object.fromEntries(clock.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) };
}

function namOf(text: string | undefined): string | undefined {
  const found = text?.startsWith('Patient?') && new RegExp(`identifier=${namSystem}\\|([^&]+)`).exec(text);
  if (!found) return undefined;
  const parsed = parseNam(found[1]!);
  return parsed.valid ? parsed.nam.value : undefined;
}

/** Does a rule look at that entry? Persons who work: systems deposit by the thousand, citizens look at their own. */
export const isWatched = (entry: JournalEntry): boolean =>
  entry.who.kind === 'practitioner' && !notCare.has(entry.purpose.of);

/** What rules look at of an entry. */
export function toObservation(entry: JournalEntry): Observation {
  const { who, query, usager } = entry;
  const nam = namOf(query?.text);
  return {
    entry: entry.id,
    at: entry.at,
    hour: quebecTime(entry.at).hour,
    look: usager !== undefined && entry.outcome === 'success' && looking.has(entry.action),
    clinical: entry.domains.some(domain => clinical.has(domain)),
    outcome: entry.outcome,
    declared: entry.purpose.reason !== undefined,
    address: entry.address,
    undeclared: who.remote?.at === 'undeclared',
    ...(usager !== undefined && { usager }),
    ...(who.organization && { organization: who.organization.id }),
    ...(nam !== undefined && { nam }),
  };
}

const actorOf = ({ reference, name, profile, organization }: JournalEntry['who']): ActorOf => ({
  ...{ reference, name, profile },
  ...(organization && { organization }),
});

/** Entries by who acted and on which day; the same whatever the order in which they come, each once. */
export function toActorDays(entries: readonly JournalEntry[]): ActorDay[] {
  const days = new Map<string, { first: JournalEntry; seen: Map<string, Observation>; day: string }>();
  for (const entry of entries) {
    if (!isWatched(entry)) continue;
    const { day } = quebecTime(entry.at);
    const key = `${entry.who.reference} ${day}`;
    const group = days.get(key) ?? { first: entry, seen: new Map(), day };
    if (isBefore(entry, group.first)) group.first = entry;
    group.seen.set(entry.id, toObservation(entry));
    days.set(key, group);
  }
  return [...days.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { first, seen, day }]) => ({
      actor: actorOf(first.who),
      day,
      observations: inOrder([...seen.values()]),
    }));
}

const isBefore = (a: { at: string; id: string }, b: { at: string; id: string }): boolean =>
  a.at === b.at ? a.id < b.id : a.at < b.at;

/** By moment, then by id: the one order in which rules see them. */
export const inOrder = (observations: readonly Observation[]): Observation[] =>
  [...observations].sort((a, b) => (isBefore({ at: a.at, id: a.entry }, { at: b.at, id: b.entry }) ? -1 : 1));
