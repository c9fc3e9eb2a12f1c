import type { Pool, Tx } from '@continuum/record-database';
import type { Resource } from '@continuum/standards-fhir';
import type { System } from './concept.ts';
import { officialDefinition } from './definitions.ts';
import { demonstration } from './demonstration.data.ts';
import { takeResource } from './from-resource.ts';
import { beginLoad, endLoad, writeConcepts } from './load-system.ts';

/** A resource of the record with its address there. */
export interface Recorded {
  resource: Resource;
  id: string;
  version: number;
}

export interface LibraryDeps {
  /** The service pool. */
  service: Pick<Pool, 'query' | 'transaction'>;
  /** Those of that type and canonical address in the record, the oldest first: registers are read by everybody. */
  recorded(type: string, url: string): Promise<readonly Recorded[]>;
  /** The few codes of the demonstration stand for what was not loaded. */
  demonstration?: boolean;
}

/**
 * Finds terminology by canonical address: as it was loaded from a file, else in R4's own definitions, else in the record.
 * Nobody who may write to the registers takes the place of an official code system.
 */
export interface Library {
  query: Tx['query'];
  system(url: string): Promise<System | undefined>;
  valueSet(url: string): Promise<Resource | undefined>;
  conceptMap(url: string): Promise<Resource | undefined>;
}

const bare = (canonical: string): string => canonical.split('|', 1)[0]!;

/** The version that a canonical asks for must be the one that is here. */
const fits = (canonical: string, version: string | null | undefined): boolean => {
  const asked = canonical.split('|')[1];
  return asked === undefined || asked === version;
};

const sourceOf = ({ resource, id, version }: Recorded): string =>
  `record:${resource.resourceType}/${id}/${version}`;

const known = { CodeSystem: 'SELECT source FROM service.term_system WHERE url = $1' } as Record<
  string,
  string
>;
const kept = 'SELECT source FROM service.term_resource WHERE url = $1 AND type = $2';

async function knownSource(deps: LibraryDeps, type: string, url: string): Promise<string | undefined> {
  const isSystem = type === 'CodeSystem';
  const rows = await deps.service.query<{ source: string }>(
    isSystem ? known.CodeSystem! : kept,
    isSystem ? [url] : [url, type],
  );
  return rows[0]?.source;
}

async function takeDemonstration({ service }: LibraryDeps, url: string): Promise<void> {
  const subset = Object.hasOwn(demonstration, url) ? demonstration[url] : undefined;
  if (!subset) return;
  const { name, concepts } = subset;
  await service.transaction(async tx => {
    const load = await beginLoad(tx, { url, name, content: 'fragment', source: 'demonstration' });
    await writeConcepts(tx, load, concepts);
    await endLoad(tx, load);
  });
}

/** What the record no longer has is not here either. */
async function drop({ service }: LibraryDeps, type: string, url: string): Promise<void> {
  if (type === 'CodeSystem') await service.query('DELETE FROM service.term_system WHERE url = $1', [url]);
  else await service.query('DELETE FROM service.term_resource WHERE type = $1 AND url = $2', [type, url]);
  if (type === 'ConceptMap') await service.query('DELETE FROM service.term_mapping WHERE map = $1', [url]);
}

const isWhole = ({ resource: { content } }: Recorded): boolean =>
  content !== 'not-present' && content !== 'supplement';

/** The one that was taken stays, whoever else writes one of its address; else the oldest. */
function chosen(all: readonly Recorded[], source: string | undefined): Recorded | undefined {
  const whole = all.filter(isWhole);
  const taken = ({ resource: { resourceType }, id }: Recorded) =>
    source?.startsWith(`record:${resourceType}/${id}/`) === true;
  return whole.find(taken) ?? whole[0];
}

/** Brings the tables to what the record says of it. */
async function takeRecorded(
  deps: LibraryDeps,
  type: string,
  url: string,
  source: string | undefined,
): Promise<boolean> {
  const recorded = chosen(await deps.recorded(type, url), source);
  if (!recorded) {
    if (source?.startsWith('record:')) await drop(deps, type, url);
    return false;
  }
  const from = sourceOf(recorded);
  if (source !== from) await deps.service.transaction(tx => takeResource(tx, recorded.resource, from));
  return true;
}

/** Sees to it that the tables have what is known of it. */
async function refresh(deps: LibraryDeps, type: string, url: string): Promise<void> {
  const source = await knownSource(deps, type, url);
  if (source?.startsWith('file:') || source === 'definitions') return;
  const official = officialDefinition(type, url);
  if (official) return deps.service.transaction(tx => takeResource(tx, official, 'definitions'));
  if (await takeRecorded(deps, type, url, source)) return;
  if (type === 'CodeSystem' && deps.demonstration && source !== 'demonstration')
    await takeDemonstration(deps, url);
}

const systemText = `SELECT id, url, version, name, content, source FROM service.term_system
  WHERE url = $1 OR url = (SELECT url FROM service.term_alias WHERE alias = $1) ORDER BY url = $1 DESC LIMIT 1`;

/** Opens the library. Nothing that it finds is anybody's record. */
export function openLibrary(deps: LibraryDeps): Library {
  const { query } = deps.service;
  const resource = async (type: string, canonical: string): Promise<Resource | undefined> => {
    const url = bare(canonical);
    await refresh(deps, type, url);
    const [row] = await query<{ resource: Resource; version: string | null }>(
      'SELECT resource, version FROM service.term_resource WHERE type = $1 AND url = $2',
      [type, url],
    );
    return row && fits(canonical, row.version) ? row.resource : undefined;
  };
  return {
    query,
    async system(canonical) {
      const url = bare(canonical);
      await refresh(deps, 'CodeSystem', url);
      const [row] = await query<System>(systemText, [url]);
      return row && fits(canonical, row.version) ? row : undefined;
    },
    valueSet: canonical => resource('ValueSet', canonical),
    conceptMap: canonical => resource('ConceptMap', canonical),
  };
}
