import { keepPicture, openPictures, type Pictures } from '@continuum/exchange-dicomweb/testing';
import { createSessions } from '@continuum/registries-credential';
import { type RealApplication, realApplication } from '../testing/real-application.ts';
import { type Intruder, intruders } from './intruders.ts';
import {
  directives,
  type Known,
  type Population,
  previewed,
  uidsOf,
  versionsOf,
  watched,
} from './population.ts';

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
  'service.surveillance_rule_change',
  'service.surveillance_watched',
  'service.surveillance_case',
  'service.surveillance_alert',
  'service.surveillance_event',
  'service.surveillance_report',
  'service.surveillance_answer',
  'service.surveillance_replay',
  'service.subscription',
] as const;

const copyOf = (table: string): string => `whole.${table.replace('.', '_')}`;

/** Whoever looks at the access matrix makes previews of the persons of the demonstration: these are. */
async function openAccounts(
  { rooms }: RealApplication,
  { known }: Population,
  names: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [userName, patient] of Object.entries(names))
    if (known.some(({ resource: { resourceType, id } }) => resourceType === 'Patient' && id === patient))
      await rooms.accounts.create({ userName, password: 'Quelque chose de long', patient });
}

/** Some prescriptions were signed by who wrote them. */
async function signPrescriptions(run: Run): Promise<void> {
  await run(`INSERT INTO record.signed_act (type, id, version, provenance, activity, signer, recorded)
    SELECT DISTINCT ON (r.id) r.type, r.id, r.version, p.id, 'prescribe', 'Practitioner/physician', r.updated
    FROM record.resource r JOIN record.resource p ON p.type = 'Provenance'
      AND strpos(p.body, '"MedicationRequest/' || r.id || '"') > 0
    WHERE r.type = 'MedicationRequest' AND r.version = 1 AND NOT r.deleted`);
}

/** Somebody's record is watched; a case is open about who looked at it, with entries of the journal. */
async function openCase(run: Run): Promise<void> {
  const [at, usager] = ["'2026-06-01T00:00:00Z'", "'shut'"];
  const entries = `ARRAY(SELECT id FROM record.journal WHERE entry::jsonb->>'usager' = ${usager} ORDER BY id LIMIT 3)`;
  await run(`INSERT INTO service.surveillance_watched (id, usager, reason, since, by, by_name)
      VALUES ('${watched.record}', ${usager}, 'essai', ${at}, 'Practitioner/surveillance', 'surveillance');
    INSERT INTO service.surveillance_case (id, kind, state, opened, since, due, subject, subject_name)
      VALUES ('${watched.case}', 'access-not-recognized', 'received', ${at}, ${at}, ${at}, 'Practitioner/x', 'x');
    INSERT INTO service.surveillance_alert (id, rule, version, key, actor, actor_name, profile, usager, day, at, entries, figures, raised)
      VALUES ('${watched.alert}', 'no-care-link', 1, 'k', 'Practitioner/x', 'x', 'physician', ${usager}, '2026-06-01', ${at},
        ${entries}, '{}', ${at});
    INSERT INTO service.surveillance_report (case_id, at, reporter, reporter_name, usager, entries, words)
      VALUES ('${watched.case}', ${at}, 'Patient/shut', 'shut', ${usager}, ${entries}, 'essai')`);
}

/** Limits of volume are another defence: this one asks as much as it likes. */
const unlimited = Object.fromEntries(
  ['SYSTEM', 'CLINICIAN', 'CITIZEN', 'UNKNOWN', 'PAGE'].map(who => [`RATE_${who}`, '100000000']),
);

type Run = (text: string, values?: unknown[]) => Promise<unknown>;

/** Pictures came to the archive for each study: where they lie is in their deposits. */
async function depositPictures(run: Run, pictures: Pictures, known: readonly Known[]): Promise<void> {
  for (const { resource } of known.filter(one => one.resource.resourceType === 'ImagingStudy')) {
    const { study, series, instance } = uidsOf(resource.id);
    const location = await keepPicture(pictures, { study, series, sop: instance });
    await run(
      `INSERT INTO record.deposit (id, source, format, content_type, sha256, size, location, received, state, actor, origin, result)
       VALUES (gen_random_uuid(), 'imagerie', 'dicom', 'application/dicom', '', 1, $1, now(), 'stored', '{}', '{}', $2)`,
      [location, JSON.stringify([`ImagingStudy/${resource.id}/_history/1`])],
    );
  }
}

/**
 * The real application over a real record, that is what it is or as if what is hidden had never been there: the same rows
 * to the byte, without those. What an answer tells of the difference is a leak.
 */
export async function openWorld() {
  // Authorizations of access have their own tests; sessions here are of persons who have one.
  const pictures = await openPictures();
  const at = await realApplication(unlimited, rooms => ({
    ...rooms,
    ...(pictures.archive && { archive: pictures.archive }),
    sessions: createSessions(rooms.database.service, () => 'true'),
  }));
  const { withOwner } = at.database;
  const run: Run = (text, values) => withOwner(client => client.query(text, values));
  await run('CREATE SCHEMA whole');
  for (const table of tables) await run(`CREATE TABLE ${copyOf(table)} (LIKE ${table})`);
  let moments: { type: string; at: string }[] = [];
  let loaded: Population = { known: [], refusals: [], restrictions: [] };
  let loadedAt = 0;
  let hasAccounts = false;
  let deposits: string[] = [];
  let ids: ReadonlySet<string> = new Set();

  async function put(resource: { resourceType: string; id: string }): Promise<void> {
    const answer = await at.ask('PUT', `/${resource.resourceType}/${resource.id}`, resource);
    if (answer.statusCode >= 300) throw new Error(`${resource.resourceType}/${resource.id}: ${answer.body}`);
  }

  const restore = (): string =>
    `TRUNCATE ${tables.join(', ')}; ${tables.map(table => `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${copyOf(table)}`).join('; ')}`;

  /** The rows of what somebody may not see, of what only tells of them, and of their deposits. */
  async function remove(hidden: readonly Known[]): Promise<void> {
    const names = hidden.map(nameOf);
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
  const hiddenPast = (intruder: Intruder): { past: Known; version: number }[] =>
    loaded.known
      .filter(known => !intruder.hides(known, loaded))
      .flatMap(known => versionsOf(known).map((past, at) => ({ past, version: at + 1 })))
      .filter(({ past }) => intruder.hides(past, loaded));

  async function removePast(those: ReturnType<typeof hiddenPast>): Promise<void> {
    for (const { past, version } of those) {
      const { resourceType: type, id } = past.resource;
      await run('DELETE FROM record.version WHERE type = $1 AND id = $2 AND version = $3', [
        type,
        id,
        version,
      ]);
      await run(`DELETE FROM record.deposit WHERE result ? $1`, [`${type}/${id}/_history/${version}`]);
    }
  }

  return {
    ...at,
    intruders: await intruders(at),
    async close() {
      await at.close();
      await pictures.close();
    },
    /** Do pictures lie in an archive? Otherwise its doors say that there is none, of what may be seen. */
    hasArchive: pictures.archive !== undefined,
    /** Writes something as the hospital that everything came from. */
    put,
    /** Loads a population in the place of the one before. */
    async load(population: Population): Promise<void> {
      await run(`TRUNCATE ${tables.join(', ')}`);
      for (const known of population.known) {
        for (const { resource } of versionsOf(known)) await put(resource);
        const { resource, deleted } = known;
        if (deleted) await at.ask('DELETE', `/${resource.resourceType}/${resource.id}`);
      }
      for (const consent of directives(population)) await put(consent);
      await depositPictures(run, pictures, population.known);
      await signPrescriptions(run);
      await openCase(run);
      if (!hasAccounts) await openAccounts(at, population, previewed);
      hasAccounts = true;
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
      moments = (
        await at.database.asOwner<{ type: string; at: Date }>(
          `SELECT v.type, v.updated AS at FROM (SELECT type, id, updated FROM record.version
             UNION ALL SELECT type, id, updated FROM record.resource) v
           WHERE v.type || '/' || v.id = ANY (${literal(population.known.filter(({ past }) => past).map(nameOf))})`,
        )
      ).map(({ type, at: when }) => ({ type, at: when.toISOString() }));
    },
    /** What is loaded that does not exist for an intruder. */
    hiddenFrom: (intruder: Intruder): Known[] => [
      ...hiddenNow(intruder),
      ...hiddenPast(intruder).map(({ past }) => past),
    ],
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
    /** When each version of what was corrected was written. */
    moments: () => moments,
    /** Every id that there was once everything was loaded. */
    ids: () => ids,
  };
}

const nameOf = ({ resource: { resourceType, id } }: Known): string => `${resourceType}/${id}`;

const literal = (names: readonly string[]): string =>
  `ARRAY[${names.map(name => `'${name}'`).join(', ')}]::text[]`;

export type World = Awaited<ReturnType<typeof openWorld>>;
