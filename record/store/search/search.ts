import type { Pool, Statement } from '@continuum/record-database';
import type { Issue } from '@continuum/standards-fhir';
import type { Sight } from '@continuum/trust-access';
import { type Position, toCursor } from '../cursor.ts';
import { fromFacts } from '../row.ts';
import { run } from '../statement.ts';
import type { Found, Held, SearchEntry } from '../stored.ts';
import { visible } from '../visible.ts';
import type { Compartment } from './compartment.ts';
import { type Explained, explain } from './explain.ts';
import { includeLimit } from './include.ts';
import { SearchProblem } from './problem.ts';
import { emptyRequest, type Parameters, type Request, take } from './request.ts';
import { type Compiled, compile } from './statement.ts';
import { resolveTerms, type Terminology, type Terms } from './terminology.ts';

export interface SearchOptions {
  now: Date;
  /** `strict`: a parameter that is not understood makes the search invalid; otherwise it is left out and said. */
  handling?: 'strict' | 'lenient';
  /** Instead of a page: so many of each code, the newest (R4 Observation `$lastn`). */
  newestPerCode?: number | undefined;
  /** Answers `:in`, `:not-in`, and `:above` and `:below` of a token. Without it they are not supported. */
  terminology?: Terminology | undefined;
  /** Only what is in it. */
  compartment?: Compartment | undefined;
  /** Aborted when nobody waits for the answer any more: the statement is cancelled. */
  signal?: AbortSignal | undefined;
}

/** An entry with what the journal needs to know of it. */
export type FoundEntry = SearchEntry & Held;

interface Understood {
  compiled: Compiled;
  request: Request;
  self: [string, string][];
  issues: Issue[];
}

type Sees = (s: Statement) => ReturnType<typeof visible>;

/** What a parameter is understood with. */
interface Circle {
  type: string | undefined;
  compartment: Compartment | undefined;
  sees: Sees;
  now: Date;
  terms: Terms | undefined;
  strict: boolean;
  newestPerCode: number | undefined;
}

/** Does one step for a parameter; what lenient handling may leave out becomes an issue. */
function attempt<T>(issues: Issue[], strict: boolean, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof SearchProblem)) throw error;
    issues.push(strict ? { ...error.issue, severity: 'error' } : error.issue);
    return undefined;
  }
}

const isFatal = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity === 'error');

/** The types first: they say what the others mean. */
const typesFirst = (parameters: Parameters): Parameters =>
  parameters.some(([name]) => name === '_type')
    ? [...parameters].sort(([a], [b]) => Number(b === '_type') - Number(a === '_type'))
    : parameters;

const pairs = (parameters: Parameters): [string, string][] =>
  parameters.map(([name, value]) => [name, value]);

/** The newest of each code are one answer, without pages. */
const requestOf = ({ type, compartment, newestPerCode }: Circle): Request =>
  newestPerCode === undefined
    ? emptyRequest(type, compartment)
    : { ...emptyRequest(type, compartment), newest: newestPerCode, count: includeLimit };

/** All of them at once: what nearly every search needs. Throws `SearchProblem`. */
function understandAll(circle: Circle, parameters: Parameters): Understood {
  const request = requestOf(circle);
  for (const [name, value] of parameters) take(request, name, value);
  return { compiled: compile(request, circle.sees, circle), request, self: pairs(parameters), issues: [] };
}

/** Keeps the parameters that can be compiled, each tried alone, so that every problem is told at once. */
function understandEach(circle: Circle, parameters: Parameters): Understood | Issue[] {
  const { compartment, sees, strict } = circle;
  const issues: Issue[] = [];
  const request = requestOf(circle);
  const self: [string, string][] = [];
  for (const [name, value] of parameters) {
    const single = { ...emptyRequest(undefined, compartment), types: request.types };
    const known = attempt(issues, strict, () => {
      take(single, name, value);
      compile({ ...single, cursor: undefined }, sees, circle);
      take(request, name, value);
      return true;
    });
    if (known) self.push([name, value]);
  }
  if (isFatal(issues)) return issues;
  const compiled = attempt(issues, strict, () => compile(request, sees, circle));
  return compiled ? { compiled, request, self, issues } : issues;
}

function understand(circle: Circle, parameters: Parameters): Understood | Issue[] {
  const ordered = typesFirst(parameters);
  try {
    return understandAll(circle, ordered);
  } catch (error) {
    if (!(error instanceof SearchProblem)) throw error;
    return understandEach(circle, ordered);
  }
}

type Answer = { facts: string; body: string; mode?: 'match' | 'include' | 'total'; total?: number } & Record<
  `k${number}`,
  string | number | null
>;

const toEntry = ({ facts, body, mode }: Answer): FoundEntry => ({
  ...fromFacts(facts, body),
  mode: mode === 'include' ? 'include' : 'match',
});

const positionOf = (row: Answer, { type, id }: FoundEntry, { keys }: Compiled): Position =>
  keys.map(({ fact, kind }, at) => {
    if (fact) return { type, id }[fact];
    const value = row[`k${at}`] ?? null;
    return kind === 'timestamptz' && value !== null ? Math.round(Number(value)) : value;
  });

const tooMany: Issue = {
  severity: 'warning',
  code: 'incomplete',
  diagnostics: `More than ${includeLimit} resources would come along; ask for a smaller page.`,
};

function totalOf(rows: readonly Answer[], { request }: Understood, complete: boolean, matches: number) {
  const counted = rows.find(row => row.mode === 'total')?.total;
  if (counted !== undefined && counted !== null) return Number(counted);
  return complete && request.cursor === undefined ? matches : undefined;
}

/** The parameters as they were understood: a page is as large as it is, not as was asked. */
const asDone = ({ self, request }: Understood): [string, string][] =>
  self.map(([name, value]) => [name, name === '_count' ? String(request.count) : value]);

function toFound(rows: readonly Answer[], understood: Understood): Found<FoundEntry> {
  const { compiled, request, issues: problems } = understood;
  const issues = [...problems, ...request.remarks];
  const self = asDone(understood);
  if (request.countOnly)
    return { outcome: 'found', entries: [], total: Number(rows[0]?.total ?? 0), self, issues };
  const matches = rows.filter(({ mode }) => mode !== 'include' && mode !== 'total');
  const included = rows.filter(({ mode }) => mode === 'include');
  const shown = matches.slice(0, request.count);
  const more = matches.length > request.count;
  const last = more && request.newest === undefined ? shown.at(-1) : undefined;
  const entries = [...shown, ...included].map(toEntry);
  return {
    outcome: 'found',
    entries,
    total: totalOf(rows, understood, last === undefined, shown.length),
    next: last && toCursor(positionOf(last, entries[shown.length - 1]!, compiled)),
    self,
    issues: included.length === includeLimit || (more && !last) ? [...issues, tooMany] : issues,
  };
}

async function prepare(
  sight: Sight,
  type: string | undefined,
  parameters: Parameters,
  { now, handling, terminology, compartment, newestPerCode }: SearchOptions,
): Promise<Understood | Issue[]> {
  const terms = await resolveTerms(parameters, terminology);
  const sees: Sees = s => visible(sight, now, s);
  const strict = handling === 'strict';
  return understand({ type, compartment, sees, now, terms, strict, newestPerCode }, parameters);
}

/**
 * Searches one type, or the system (R4 3.1.1): one statement, whose every alias holds the predicate of the sight.
 * `total` comes when asked for, or when the page is the whole answer.
 */
export async function search(
  db: Pool,
  sight: Sight,
  type: string | undefined,
  parameters: Parameters,
  options: SearchOptions,
): Promise<Found<FoundEntry>> {
  const understood = await prepare(sight, type, parameters, options);
  if (Array.isArray(understood)) return { outcome: 'invalid', issues: understood };
  const { text, statement, prepared } = understood.compiled;
  const rows = await run<Answer>(db, text, statement, prepared, options.signal);
  return toFound(rows, understood);
}

/** Tells how that search would be done, and does not do it. */
export async function explainSearch(
  db: Pool,
  sight: Sight,
  type: string | undefined,
  parameters: Parameters,
  options: SearchOptions,
): Promise<Explained> {
  const understood = await prepare(sight, type, parameters, options);
  return Array.isArray(understood)
    ? { outcome: 'invalid', issues: understood }
    : explain(db, understood.compiled);
}
