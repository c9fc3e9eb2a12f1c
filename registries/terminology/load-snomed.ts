import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '@continuum/record-database';
import type { Concept } from './concept.ts';
import {
  batches,
  beginLoad,
  endLoad,
  type Load,
  type Progress,
  writeConcepts,
  writeDesignations,
  writeParents,
} from './load-system.ts';
import { rowsOfRf2 } from './read-csv.ts';
import { UnknownTerminology } from './unknown-terminology.ts';

type Service = Pick<Pool, 'query' | 'transaction'>;

const sct = 'http://snomed.info/sct';
const fullySpecified = '900000000000003001';
const preferred = '900000000000548007';
const isA = '116680003';

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter(name => name.endsWith('.txt') && !/_(?:Delta|Full)[-_]/.test(name))
    .map(name => join(folder, name));
}

async function* rowsIn(files: readonly string[], pattern: RegExp) {
  for (const file of files.filter(name => pattern.test(name)))
    for await (const row of rowsOfRf2(file)) if (row.active === '1') yield row;
}

/** Descriptions that a language reference set prefers. */
async function preferredIds(files: readonly string[]): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const row of rowsIn(files, /der2_cRefset_Language/))
    if (row.acceptabilityId === preferred) ids.add(row.referencedComponentId!);
  return ids;
}

/** All concepts, the inactive ones too: records speak of them. Their words come with the descriptions. */
async function* concepts(files: readonly string[]): AsyncGenerator<Concept> {
  for (const file of files.filter(name => /sct2_Concept_/.test(name)))
    for await (const row of rowsOfRf2(file))
      yield {
        code: row.id!,
        display: row.id!,
        active: row.active === '1',
        properties: { moduleId: [row.moduleId!], ...(row.active === '1' ? {} : { inactive: ['true'] }) },
      };
}

/** The key says the rank: what is preferred, then synonyms, then the fully specified name. */
async function* descriptions(files: readonly string[], chosen: ReadonlySet<string>) {
  for await (const row of rowsIn(files, /sct2_(?:Description|TextDefinition)_/)) {
    if (row.typeId === '900000000000550004') continue;
    const full = row.typeId === fullySpecified;
    const rank = full ? '2' : chosen.has(row.id!) ? '0' : '1';
    const use = { system: sct, code: row.typeId! };
    yield {
      code: row.conceptId!,
      key: `${rank}-${row.id}`,
      language: row.languageCode,
      use,
      value: row.term!,
    };
  }
}

async function* parents(files: readonly string[]) {
  for await (const row of rowsIn(files, /sct2_Relationship_/))
    if (row.typeId === isA) yield { code: row.sourceId!, parent: row.destinationId! };
}

/** English first, as SNOMED International publishes it; French where a concept has no English. */
const nameText = `UPDATE service.term_concept c SET
    display = coalesce((SELECT d.value FROM service.term_designation d WHERE d.system = c.system AND d.code = c.code
      ORDER BY d.language = 'en' DESC, d.key LIMIT 1), c.code),
    words = to_tsvector('simple', service.term_fold(c.code || ' ' || coalesce((SELECT string_agg(d.value, ' ')
      FROM service.term_designation d WHERE d.system = c.system AND d.code = c.code), '')))
  WHERE c.system = $1 AND c.code = ANY ($2::text[])`;

async function nameAll(service: Service, { system }: Load, say: Progress): Promise<void> {
  const page = `SELECT code FROM service.term_concept WHERE system = $1 AND code > $2 ORDER BY code LIMIT 10000`;
  let last = '';
  for (let done = 0; ; ) {
    const codes = (await service.query<{ code: string }>(page, [system, last])).map(({ code }) => code);
    if (codes.length === 0) return;
    await service.transaction(async tx => {
      await tx.query('SET LOCAL statement_timeout = 0');
      await tx.query(nameText, [system, codes]);
    });
    last = codes.at(-1)!;
    done += codes.length;
    say(`SNOMED CT: ${done} concepts named…`);
  }
}

async function inBatches<T>(
  service: Service,
  what: string,
  source: AsyncIterable<T>,
  write: (tx: Parameters<Parameters<Service['transaction']>[0]>[0], batch: T[]) => Promise<void>,
  say: Progress,
): Promise<number> {
  let count = 0;
  for await (const batch of batches(source)) {
    await service.transaction(tx => write(tx, batch));
    count += batch.length;
    say(`SNOMED CT: ${count} ${what}…`);
  }
  return count;
}

/** Loads the snapshot of a SNOMED CT release (RF2). @throws UnknownTerminology when the folder has no concepts */
export async function loadSnomed(
  service: Service,
  folder: string,
  version: string | undefined,
  say: Progress,
) {
  const files = await filesOf(folder);
  if (!files.some(name => /sct2_Concept_/.test(name)))
    throw new UnknownTerminology(
      folder,
      'no sct2_Concept_Snapshot_….txt; give the folder of a SNOMED CT RF2 snapshot.',
    );
  const load = await beginLoad(service, {
    url: sct,
    version,
    name: 'SNOMED CT',
    content: 'complete',
    source: `file:${folder}`,
  });
  const count = await inBatches(
    service,
    'concepts',
    concepts(files),
    (tx, batch) => writeConcepts(tx, load, batch),
    say,
  );
  const said = descriptions(files, await preferredIds(files));
  await inBatches(service, 'descriptions', said, (tx, batch) => writeDesignations(tx, load, batch), say);
  await inBatches(service, 'relations', parents(files), (tx, batch) => writeParents(tx, load, batch), say);
  await nameAll(service, load, say);
  say('SNOMED CT: the hierarchy…');
  await service.transaction(tx => endLoad(tx, load));
  return { url: sct, count };
}
