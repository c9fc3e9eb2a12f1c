import type { Actor, CompiledMatrix, Domain, Purpose } from '@continuum/trust-access';
import { type JournalFacts, type JournalResult, whoOf } from '@continuum/trust-audit';
import type { Origin } from './access.ts';

/** Who opened the record, for what, from where: what every entry of one access shares. */
export interface Opening {
  actor: Actor;
  purpose: Purpose;
  origin: Origin;
  /** The table that decides, in force when it was opened. */
  matrix: CompiledMatrix;
  /** Aborted when who asked has hung up: what reads many rows for them is cancelled, what writes is not. */
  signal?: AbortSignal | undefined;
  /** Absent when the actor is known to be who they say. Until it resolves nothing is journalled, committed or answered. */
  confirmed?: Promise<unknown> | undefined;
}

/** What was asked, as it was asked. */
export interface Question {
  action: JournalFacts['action'];
  interaction: string;
  type?: string;
  text: string;
  /** The usager that the question names, when it names one. */
  usager?: string;
  /** The override that opens what is shown: `AuditEvent/<id>`. */
  override?: string;
  /** Of the acts that it writes: digests of their signatures. */
  signatures?: readonly string[];
}

/** A resource that is in the answer or was written, as the journal sees it. */
export interface Concerned {
  type: string;
  id: string;
  version: number;
  usagers: readonly string[];
  domain: Domain;
}

/** Beyond this, an entry counts what it shows instead of naming it. */
const namedAtMost = 20;

function base(
  { actor, purpose, origin, matrix }: Opening,
  question: Question,
): Omit<JournalFacts, 'outcome' | 'domains'> {
  return {
    who: whoOf(actor),
    purpose: question.override === undefined ? purpose : { ...purpose, reason: question.override },
    action: question.action,
    interaction: question.interaction,
    channel: origin.channel,
    address: origin.address,
    request: origin.request,
    matrixVersion: matrix.number,
    query: { ...(question.type === undefined ? {} : { type: question.type }), text: question.text },
    ...(question.signatures && { signatures: question.signatures }),
  };
}

function countsOf(resources: readonly Concerned[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of resources) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function contentsOf(resources: readonly Concerned[]): Pick<JournalFacts, 'domains' | 'counts' | 'resources'> {
  const domains = [...new Set(resources.map(({ domain }) => domain))].sort();
  if (resources.length === 0) return { domains };
  const references = resources.map(({ type, id, version }) => `${type}/${id}/_history/${version}`);
  return {
    domains,
    counts: countsOf(resources),
    ...(resources.length <= namedAtMost ? { resources: references } : {}),
  };
}

/** Entries of an answer that shows nothing: denied, refused, not found, or a count alone. */
export function emptyAnswer(
  opening: Opening,
  question: Question,
  outcome: JournalResult,
  more: { reason?: string; usager?: string; domains?: readonly Domain[] } = {},
): JournalFacts {
  const usager = more.usager ?? question.usager;
  return {
    ...base(opening, question),
    outcome,
    domains: more.domains ?? [],
    ...(more.reason === undefined ? {} : { reason: more.reason }),
    ...(usager === undefined ? {} : { usager }),
  };
}

/**
 * Entries of an answer that shows or writes something: one for the query, and one per usager whose information
 * it is. When it is all one usager's, a single entry says both.
 */
export function answer(
  opening: Opening,
  question: Question,
  resources: readonly Concerned[],
): JournalFacts[] {
  const usagers = [...new Set(resources.flatMap(resource => resource.usagers))];
  const whole: JournalFacts = { ...base(opening, question), outcome: 'success', ...contentsOf(resources) };
  const [only] = usagers;
  if (usagers.length === 1 && only !== undefined) return [{ ...whole, usager: only }];
  const each = usagers.map((usager): JournalFacts => {
    const theirs = resources.filter(resource => resource.usagers.includes(usager));
    return { ...base(opening, question), outcome: 'success', usager, ...contentsOf(theirs) };
  });
  return [{ ...whole, ...(question.usager === undefined ? {} : { usager: question.usager }) }, ...each];
}

/** Entry of what leaves in bulk: how much of one usager's information, or of everybody's when none is named. */
export function bulkEntry(
  opening: Opening,
  question: Question,
  part: { usager: string | undefined; domains: readonly Domain[]; count: number; type: string },
): JournalFacts {
  const { usager, domains, count, type } = part;
  return {
    ...base(opening, question),
    outcome: 'success',
    domains,
    ...(usager !== undefined && { usager }),
    ...(count > 0 && { counts: { [type]: count } }),
  };
}
