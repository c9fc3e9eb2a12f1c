import { createSessions } from '@continuum/registries-credential';
import { realApplication } from '../testing/real-application.ts';
import { type Intruder, intruders } from './intruders.ts';
import { directives, type Known, type Population, uidsOf } from './population.ts';

/** What the record is made of. Everything else is the platform's own. */
const tables = [
  'record.resource',
  'record.version',
  'record.refusal',
  'record.restriction',
  'record.release_choice',
  'record.result_release',
  'record.deposit',
  'record.signed_act',
  'record.export_line',
  'record.event_stream',
  'record.stream_event',
  'service.bulk_export',
  'service.subscription',
] as const;

const copyOf = (table: string): string => `whole.${table.replace('.', '_')}`;

/** Limits of volume are another defence: this one asks as much as it likes. */
const unlimited = Object.fromEntries(
  ['SYSTEM', 'CLINICIAN', 'CITIZEN', 'UNKNOWN', 'PAGE'].map(who => [`RATE_${who}`, '100000000']),
);

type Run = (text: string, values?: unknown[]) => Promise<unknown>;

/** Pictures came to an archive for each study: where they lie is in their deposits. */
async function depositPictures(run: Run, known: readonly Known[]): Promise<void> {
  for (const { resource } of known.filter(one => one.resource.resourceType === 'ImagingStudy')) {
    const { study, series, instance } = uidsOf(resource.id);
    await run(
      `INSERT INTO record.deposit (id, source, format, content_type, sha256, size, location, received, state, actor, origin, result)
       VALUES (gen_random_uuid(), 'imagerie', 'dicom', 'application/dicom', '', 1, $1, now(), 'stored', '{}', '{}', $2)`,
      [
        `studies/${study}/series/${series}/instances/${instance}`,
        JSON.stringify([`ImagingStudy/${resource.id}/_history/1`]),
      ],
    );
  }
}

/**
 * The real application over a real record, that is what it is or as if what is hidden had never been there: the same rows
 * to the byte, without those. What an answer tells of the difference is a leak.
 */
export async function openWorld() {
  // Authorizations of access have their own tests; sessions here are of persons who have one.
  const at = await realApplication(unlimited, rooms => ({
    ...rooms,
    sessions: createSessions(rooms.database.service, () => 'true'),
  }));
  const { withOwner } = at.database;
  const run: Run = (text, values) => withOwner(client => client.query(text, values));
  await run('CREATE SCHEMA whole');
  for (const table of tables) await run(`CREATE TABLE ${copyOf(table)} (LIKE ${table})`);
  let loaded: Population = { known: [], refusals: [], restrictions: [] };
  let loadedAt = 0;
  let deposits: string[] = [];
  let ids: ReadonlySet<string> = new Set();

  async function put(resource: { resourceType: string; id: string }): Promise<void> {
    const answer = await at.ask('PUT', `/${resource.resourceType}/${resource.id}`, resource);
    if (answer.statusCode >= 300) throw new Error(`${resource.resourceType}/${resource.id}: ${answer.body}`);
  }

  const restore = (): string =>
    `TRUNCATE ${tables.join(', ')}; ${tables.map(table => `INSERT INTO ${table} SELECT * FROM ${copyOf(table)}`).join('; ')}`;

  /** The rows of what somebody may not see, of what only tells of them, and of their deposits. */
  async function remove(hidden: readonly Known[]): Promise<void> {
    const names = hidden.map(({ resource: { resourceType, id } }) => `${resourceType}/${id}`);
    const those = `SELECT r.type, r.id FROM record.resource r WHERE r.type || '/' || r.id = ANY ($1)
      OR (r.type = 'Provenance' AND EXISTS (SELECT FROM jsonb_array_elements(r.body::jsonb -> 'target') t
        WHERE t ->> 'reference' = ANY ($1)))`;
    await withOwner(async client => {
      await client.query(`CREATE TEMPORARY TABLE those AS ${those.replaceAll('$1', literal(names))}`);
      await client.query(`DELETE FROM record.deposit d WHERE EXISTS (
        SELECT FROM jsonb_array_elements_text(d.result) r, those t WHERE split_part(r, '/_history/', 1) = t.type || '/' || t.id)`);
      for (const table of ['resource', 'version'])
        await client.query(
          `DELETE FROM record.${table} r USING those t WHERE r.type = t.type AND r.id = t.id`,
        );
    });
  }

  const hiddenNow = (intruder: Intruder): Known[] =>
    loaded.known.filter(known => intruder.hides(known, loaded));

  /** Earlier versions, of what is seen as it is now. */
  const hiddenPast = (intruder: Intruder): Known[] =>
    loaded.known.flatMap(known =>
      known.past && intruder.hides(known.past, loaded) && !intruder.hides(known, loaded) ? [known.past] : [],
    );

  async function removePast(past: readonly Known[]): Promise<void> {
    for (const { resource } of past) {
      const { resourceType: type, id } = resource;
      await run('DELETE FROM record.version WHERE type = $1 AND id = $2', [type, id]);
      await run(`DELETE FROM record.deposit WHERE result ? $1`, [`${type}/${id}/_history/1`]);
    }
  }

  return {
    ...at,
    intruders: await intruders(at),
    /** Writes something as the hospital that everything came from. */
    put,
    /** Loads a population in the place of the one before. */
    async load(population: Population): Promise<void> {
      await run(`TRUNCATE ${tables.join(', ')}`);
      for (const { resource, past, deleted } of population.known) {
        if (past) await put(past.resource);
        await put(resource);
        if (deleted) await at.ask('DELETE', `/${resource.resourceType}/${resource.id}`);
      }
      for (const consent of directives(population)) await put(consent);
      await depositPictures(run, population.known);
      await at.rooms.intake.idle();
      for (const table of tables)
        await run(`TRUNCATE ${copyOf(table)}; INSERT INTO ${copyOf(table)} SELECT * FROM ${table}`);
      loaded = population;
      loadedAt = Date.now();
      const made = await at.database.asOwner<{ id: string; deposit: boolean }>(
        `SELECT id::text, true AS deposit FROM record.deposit UNION ALL SELECT id, false FROM record.resource`,
      );
      ids = new Set(made.map(({ id }) => id));
      deposits = made.filter(({ deposit }) => deposit).map(({ id }) => id);
    },
    /** What is loaded that does not exist for an intruder. */
    hiddenFrom: (intruder: Intruder): Known[] => [...hiddenNow(intruder), ...hiddenPast(intruder)],
    /** Everything as it was loaded. */
    whole: () => run(restore()),
    /** The same, as if what an intruder may not see had never been there. */
    async without(intruder: Intruder): Promise<void> {
      await run(restore());
      await remove(hiddenNow(intruder));
      await removePast(hiddenPast(intruder));
    },
    population: () => loaded,
    /** When everything was loaded. */
    loadedAt: () => loadedAt,
    /** Ids of the originals that were kept. */
    deposits: () => deposits,
    /** Every id that there was once everything was loaded. */
    ids: () => ids,
  };
}

const literal = (names: readonly string[]): string =>
  `ARRAY[${names.map(name => `'${name}'`).join(', ')}]::text[]`;

export type World = Awaited<ReturnType<typeof openWorld>>;
