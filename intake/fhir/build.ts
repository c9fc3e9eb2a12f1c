import type { Access, Change } from '@continuum/record-gate';
import { type Issue, parseReference, type Resource, visitReferences } from '@continuum/standards-fhir';
import { Unusable } from '../deposit.ts';
import type { Built, Settled } from '../prepared.ts';
import { toAnswer } from './answer.ts';
import { type FhirClaim, namesOfEntry } from './claims.ts';
import { type Found, findOne } from './condition.ts';
import type { Entry } from './entry.ts';
import { lostIdentity } from './lost-identity.ts';
import { patchTarget } from './patch-target.ts';
import { rewrite } from './rewrite.ts';
import type { Target } from './target.ts';

/** What building the changes of a FHIR deposit needs. */
export interface Build {
  entries: readonly Entry[];
  claims: readonly FhirClaim[];
  /** May this source add usagers? Then its references may also lead nowhere. */
  registers: boolean;
  /** May it take away what a usager is known by? The feed of the register, which merges and corrects. */
  corrects: boolean;
  /** The record in use that a literal `Patient/<id>` leads to. */
  resolve(id: string): Promise<string | undefined>;
  /** May this Patient be in the register as it is: does nobody else hold its NAMs? */
  admits(patient: Resource): Promise<boolean>;
}

async function conditionalCreate(entry: Entry, access: Access): Promise<Target> {
  const found = await findOne(access, entry.type, entry.ifNoneExist!, `${entry.requestAt}.ifNoneExist`);
  if (!found) return { entry, id: crypto.randomUUID(), writes: true };
  return { entry, id: found.id, writes: false, standing: found };
}

/** Who may change a Patient, and is not the feed of the register, does not take away what they are known by. */
function checkKept(entry: Entry, found: Found | undefined, { corrects }: Build): void {
  if (corrects || !found || entry.type !== 'Patient') return;
  const issues = lostIdentity(found.resource, entry.resource!, entry.at);
  if (issues.length > 0) throw new Unusable(issues);
}

async function byCondition(entry: Entry, access: Access, context: Build): Promise<Target> {
  const found = await findOne(access, entry.type, entry.query!, `${entry.requestAt}.url`);
  if (entry.method === 'DELETE') return { entry, id: found?.id, writes: found !== undefined };
  // Conditional update (R4 3.1.0.4.3): none: created, under the id it brought; one: that one.
  const own = entry.resource!.id;
  if (found && own !== undefined && own !== found.id)
    throw new Unusable(
      [
        {
          severity: 'error',
          code: 'value',
          expression: `${entry.at}.id`,
          diagnostics: 'Another id than what the condition finds.',
        },
      ],
      400,
    );
  checkKept(entry, found, context);
  return { entry, id: found?.id ?? own ?? crypto.randomUUID(), writes: true };
}

async function targetOf(entry: Entry, access: Access, context: Build): Promise<Target> {
  if (entry.patch) return patchTarget(entry, entry.patch, access, context);
  if (entry.method === 'GET' || entry.method === 'HEAD') return { entry, writes: false };
  if (entry.method === 'POST' && entry.ifNoneExist !== undefined) return conditionalCreate(entry, access);
  if (entry.method === 'POST') return { entry, id: crypto.randomUUID(), writes: true };
  if (entry.query !== undefined) return byCondition(entry, access, context);
  if (entry.method === 'PUT' && entry.type === 'Patient' && !context.corrects)
    checkKept(entry, await findOne(access, 'Patient', `_id=${entry.id}`, `${entry.requestAt}.url`), context);
  return { entry, id: entry.id, writes: true };
}

/** Entries that are usagers already: claims, and Patients whom the register knows. */
function attached({ claims }: Build, settled: readonly Settled[]): Map<Entry, string> {
  const known = new Map<Entry, string>();
  claims.forEach(({ entry }, i) => {
    const answer = settled[i]!;
    if (entry && answer !== 'registered') known.set(entry, answer.usager);
  });
  return known;
}

async function targets(context: Build, settled: readonly Settled[], access: Access): Promise<Target[]> {
  const known = attached(context, settled);
  const made: Target[] = [];
  for (const entry of context.entries) {
    const usager = known.get(entry);
    made.push(
      usager === undefined ? await targetOf(entry, access, context) : { entry, id: usager, writes: false },
    );
  }
  return made;
}

/** What each reference of the deposit becomes. */
function referencesOf(
  context: Build,
  settled: readonly Settled[],
  all: readonly Target[],
): Map<string, string> {
  const references = new Map<string, string>();
  for (const { entry, id } of all) {
    const target = `${entry.type}/${id}`;
    // What already is its own reference stays as written, with the version that it may name.
    for (const name of id === undefined ? [] : namesOfEntry(entry))
      if (name !== target) references.set(name, target);
  }
  context.claims.forEach(({ keys, fill, entry }, i) => {
    const answer = settled[i]!;
    if (answer === 'registered') return;
    for (const key of entry ? [] : keys) references.set(key, `Patient/${answer.usager}`);
    for (const set of fill) set(`Patient/${answer.usager}`);
  });
  return references;
}

interface Written {
  reference: string;
  at: string;
}

/** Every literal reference of what is written, with its place. */
function literals(all: readonly Target[]): Written[] {
  const found: Written[] = [];
  for (const { entry, writes } of all) {
    if (!writes || !entry.resource) continue;
    visitReferences(entry.resource, ({ reference }, path) => {
      const at = entry.at + path.slice(path.split('.', 1)[0]!.length);
      if (typeof reference === 'string') found.push({ reference, at: `${at}.reference` });
    });
  }
  return found;
}

const conditional = /^([A-Z][A-Za-z]+)\?(.+)$/;

const inBundle = (all: readonly Target[], type: string, query: string): string | undefined => {
  const [system, value] = (new URLSearchParams(query).get('identifier') ?? '').split('|', 2);
  const carries = ({ identifier }: Resource) =>
    Array.isArray(identifier) && identifier.some(one => one?.system === system && one?.value === value);
  const matches = all.filter(
    ({ entry, id }) => id && entry.type === type && entry.resource && carries(entry.resource),
  );
  return value !== undefined && matches.length === 1 ? `${type}/${matches[0]!.id}` : undefined;
};

/** Conditional references (R4 3.1.0.11.2.1): exactly one resource answers, here or in the same Bundle. */
async function resolveConditions(written: readonly Written[], all: readonly Target[], access: Access) {
  const references = new Map<string, string>();
  for (const { reference, at } of written) {
    const [, type, query] = conditional.exec(reference) ?? [];
    if (type === undefined || query === undefined || references.has(reference)) continue;
    const found = inBundle(all, type, query) ?? (await findOne(access, type, query, at))?.id;
    if (found === undefined)
      throw new Unusable(
        [
          {
            severity: 'error',
            code: 'not-found',
            expression: at,
            diagnostics: `Nothing answers to ${reference}.`,
          },
        ],
        412,
      );
    references.set(reference, found.includes('/') ? found : `${type}/${found}`);
  }
  return references;
}

const lost = ({ at, reference }: Written): Issue => ({
  severity: 'error',
  code: 'not-found',
  expression: at,
  diagnostics: reference.startsWith('urn:')
    ? `${reference} is no entry of this Bundle.`
    : `${reference} is not in the register: name the usager by a Patient with NAM, names and birth date.`,
});

const entryName = /^urn:(uuid|oid):/;

/**
 * The name of an entry means nothing outside of its Bundle: what names none would be in nobody's record, also when its
 * source may register usagers. A Bundle that is kept whole has names of its own.
 */
function refuseNamesOfNothing(all: readonly Target[]): void {
  const inTransaction = all.filter(
    ({ entry }) => entry.at.startsWith('Bundle.entry') && entry.type !== 'Bundle',
  );
  const issues = literals(inTransaction)
    .filter(({ reference }) => entryName.test(reference))
    .map(lost);
  if (issues.length > 0) throw new Unusable(issues);
}

/** Literal usagers exist, or the sender is told where not; a merged one leads to the record that is kept. */
async function resolveUsagers({ resolve }: Build, written: readonly Written[]) {
  const references = new Map<string, string>();
  const issues: Issue[] = [];
  for (const one of written) {
    const parts = parseReference(one.reference);
    const usager = parts?.type === 'Patient' && !parts.absolute ? `Patient/${parts.id}` : undefined;
    const known = usager === undefined ? undefined : (references.get(usager) ?? (await resolve(parts!.id)));
    if (usager && known) references.set(usager, known.startsWith('Patient/') ? known : `Patient/${known}`);
    else if (usager ?? entryName.test(one.reference)) issues.push(lost(one));
  }
  if (issues.length > 0) throw new Unusable(issues);
  return references;
}

function toChange({ entry, id, standing }: Target): Change {
  if (entry.method === 'DELETE') return { verb: 'delete', type: entry.type, id: id!, ...versionOf(entry) };
  const resource = { ...entry.resource!, id: id! };
  return entry.method === 'POST'
    ? { verb: 'create', resource, fresh: true }
    : { verb: 'upsert', resource, ...(entry.patch ? { ifMatch: standing!.version } : versionOf(entry)) };
}

const versionOf = ({ ifMatch }: Entry) => (ifMatch === undefined ? {} : { ifMatch });

// R4 3.1.0.11.2: deletions, creations, updates and patches.
const order = ['DELETE', 'POST', 'PUT', 'PATCH'];

function inOrder(all: readonly Target[]): Change[] {
  const rank = ({ entry }: Target) => order.indexOf(entry.method);
  return all
    .filter(({ writes }) => writes)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(toChange);
}

/** No two entries write the same resource, whichever way each names it (R4 3.1.0.11.2). */
function checkIdentities(all: readonly Target[]): void {
  const seen = new Set<string>();
  const repeated = all.filter(
    ({ entry, id, writes }) => writes && seen.size === seen.add(`${entry.type}/${id}`).size,
  );
  if (repeated.length === 0) return;
  const issues = repeated.map(({ entry, id }): Issue => {
    const diagnostics = `${entry.type}/${id} is changed by another entry too; send each change in its own request.`;
    return { severity: 'error', code: 'duplicate', expression: entry.requestAt, diagnostics };
  });
  throw new Unusable(issues, 400);
}

/**
 * The changes of a FHIR deposit once its usagers are known: identities given, conditions resolved, references
 * rewritten, in the order that R4 gives to a transaction.
 * @throws Unusable
 */
export async function build(context: Build, settled: readonly Settled[], access: Access): Promise<Built> {
  const all = await targets(context, settled, access);
  checkIdentities(all);
  const references = referencesOf(context, settled, all);
  const resources = all.filter(({ writes }) => writes).map(({ entry }) => entry.resource);
  for (const resource of resources) rewrite(resource, references);
  refuseNamesOfNothing(all);
  const conditions = await resolveConditions(literals(all), all, access);
  for (const resource of resources) rewrite(resource, conditions);
  if (!context.registers) {
    const usagers = await resolveUsagers(context, literals(all));
    for (const resource of resources) rewrite(resource, usagers);
  }
  const patches = context.entries.filter(({ patch }) => patch);
  return {
    changes: inOrder(all),
    answer: written => toAnswer(all, written),
    repeatable: patches.length > 0 && context.entries.every(({ ifMatch }) => ifMatch === undefined),
  };
}
