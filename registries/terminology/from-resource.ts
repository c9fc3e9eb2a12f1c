import type { Tx } from '@continuum/record-database';
import type { Coding, Resource } from '@continuum/standards-fhir';
import type { Concept, Designation, SystemHead } from './concept.ts';
import { batchSize, beginLoad, endLoad, writeConcepts } from './load-system.ts';

interface WrittenConcept {
  code?: string;
  display?: string;
  definition?: string;
  designation?: Designation[];
  property?: ({ code?: string } & Record<string, unknown>)[];
  concept?: WrittenConcept[];
}

/** The text of `value[x]`: a code, a string, a boolean, the code of a Coding. */
function valueText(property: Record<string, unknown>): string | undefined {
  const key = Object.keys(property).find(name => name.startsWith('value'));
  const value = key === undefined ? undefined : property[key];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? (value as Coding).code : String(value);
}

function propertiesOf({ property = [] }: WrittenConcept): Record<string, string[]> {
  const properties: Record<string, string[]> = {};
  for (const { code, ...rest } of property) {
    const text = valueText(rest);
    if (code === undefined || text === undefined) continue;
    properties[code] ??= [];
    properties[code].push(text);
  }
  return properties;
}

const inactive = (properties: Record<string, string[]>): boolean =>
  properties.inactive?.includes('true') === true ||
  (properties.status ?? []).some(status => ['retired', 'inactive', 'DISCOURAGED'].includes(status));

function toConcept(written: WrittenConcept, above: readonly string[]): Concept {
  const properties = propertiesOf(written);
  const parents = [...new Set([...above, ...(properties.parent ?? []), ...(properties.subsumedBy ?? [])])];
  return {
    code: written.code!,
    display: written.display ?? written.code!,
    active: !inactive(properties),
    abstract: (properties.notSelectable ?? properties.abstract ?? []).includes('true'),
    ...(written.definition === undefined ? {} : { definition: written.definition }),
    properties,
    designations: (written.designation ?? []).filter(({ value }) => typeof value === 'string'),
    parents,
  };
}

/** The concepts of a CodeSystem, those below others with what is above them. */
export function conceptsOf(list: readonly WrittenConcept[], above: readonly string[] = []): Concept[] {
  const found: Concept[] = [];
  for (const written of list) {
    if (typeof written.code !== 'string') continue;
    found.push(toConcept(written, above), ...conceptsOf(written.concept ?? [], [written.code]));
  }
  return found;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function headOf(resource: Resource, url: string, source: string): SystemHead {
  return {
    url,
    version: text(resource.version),
    name: text(resource.title) ?? text(resource.name) ?? url,
    content: (text(resource.content) as SystemHead['content']) ?? 'complete',
    source,
  };
}

async function codeSystem(tx: Tx, resource: Resource, url: string, source: string): Promise<void> {
  const load = await beginLoad(tx, headOf(resource, url, source));
  // Some properties name children instead of parents (R4 CodeSystem.property, `child`).
  const concepts = conceptsOf(Array.isArray(resource.concept) ? resource.concept : []);
  for (let at = 0; at < concepts.length; at += batchSize)
    await writeConcepts(tx, load, concepts.slice(at, at + batchSize));
  await endLoad(tx, load);
}

const keep = `INSERT INTO service.term_resource (type, url, version, source, resource) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (type, url) DO UPDATE SET (version, source, resource) = ($3, $4, $5)`;

const kept = (tx: Tx, resource: Resource, url: string, source: string) =>
  tx.query(keep, [
    resource.resourceType,
    url,
    text(resource.version) ?? null,
    source,
    JSON.stringify(resource),
  ]);

interface Group {
  source?: string;
  target?: string;
  element?: {
    code?: string;
    target?: { code?: string; display?: string; equivalence?: string; comment?: string }[];
  }[];
}

const mapping = `INSERT INTO service.term_mapping (map, place, source_system, source_code, target_system, target_code,
    target_display, equivalence, comment)
  SELECT $1, ordinality, s, c, t, tc, td, e, m
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    WITH ORDINALITY AS x (s, c, t, tc, td, e, m, ordinality)`;

async function conceptMap(tx: Tx, resource: Resource, url: string, source: string): Promise<void> {
  await kept(tx, resource, url, source);
  const rows = ((resource.group ?? []) as Group[]).flatMap(group =>
    (group.element ?? []).flatMap(({ code, target = [] }) =>
      code === undefined ? [] : target.map(each => ({ group, code, each })),
    ),
  );
  await tx.query('DELETE FROM service.term_mapping WHERE map = $1', [url]);
  await tx.query(mapping, [
    url,
    rows.map(({ group }) => group.source ?? ''),
    rows.map(({ code }) => code),
    rows.map(({ group }) => group.target ?? ''),
    rows.map(({ each }) => each.code ?? null),
    rows.map(({ each }) => each.display ?? null),
    rows.map(({ each }) => each.equivalence ?? 'relatedto'),
    rows.map(({ each }) => each.comment ?? null),
  ]);
}

interface UniqueId {
  type?: string;
  value?: string;
  preferred?: boolean;
}

const alias = `INSERT INTO service.term_alias (alias, url, resource) SELECT a, $2, $3 FROM unnest($1::text[]) a
  ON CONFLICT (alias) DO UPDATE SET (url, resource) = ($2, $3)`;

const written = ({ type, value = '' }: UniqueId): string =>
  type === 'oid' ? `urn:oid:${value.replace(/^urn:oid:/, '')}` : value;

async function namingSystem(tx: Tx, resource: Resource, url: string, source: string): Promise<void> {
  await kept(tx, resource, url, source);
  const ids = ((resource.uniqueId ?? []) as UniqueId[]).filter(({ value }) => value);
  const uri =
    ids.find(({ type, preferred }) => type === 'uri' && preferred) ?? ids.find(({ type }) => type === 'uri');
  await tx.query('DELETE FROM service.term_alias WHERE resource = $1', [url]);
  if (!uri) return;
  const others = ids.map(written).filter(value => value !== uri.value);
  await tx.query(alias, [[...new Set(others)], uri.value, url]);
}

type Take = (tx: Tx, resource: Resource, url: string, source: string) => Promise<unknown>;

const takes: Readonly<Record<string, Take>> = {
  CodeSystem: codeSystem,
  ValueSet: kept,
  ConceptMap: conceptMap,
  NamingSystem: namingSystem,
};

export const isTerminology = (type: string): boolean => Object.hasOwn(takes, type);

/** The canonical address; a NamingSystem has none in R4: its name stands for it. */
export const addressOf = (resource: Resource): string | undefined =>
  text(resource.url) ?? (resource.resourceType === 'NamingSystem' ? text(resource.name) : undefined);

/** Takes a CodeSystem, ValueSet, ConceptMap or NamingSystem into the tables, in the caller's transaction. */
export async function takeResource(tx: Tx, resource: Resource, source: string): Promise<void> {
  const url = addressOf(resource);
  if (url === undefined) throw new Error(`${resource.resourceType}.url is missing: nobody could ask for it.`);
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [
    `${resource.resourceType} ${url}`,
  ]);
  await takes[resource.resourceType]!(tx, resource, url, source);
}
