import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Resource } from '@continuum/standards-fhir';
import type { Domain, Sight } from '@continuum/trust-access';
import type { Refusal } from '@continuum/trust-consent';
import fc from 'fast-check';
import { type Change, createStore, migrations, type Store } from '../index.ts';

/** Random records of three usagers who share resources, with corrections and a deletion, and random searches of them. */

export const now = new Date('2026-03-01T12:00:00Z');
export const clinical: Domain[] = ['identity', 'registry', 'medication', 'laboratory', 'imaging', 'summary'];
export const usagers = ['u0', 'u1', 'u2'] as const;
export type Usager = (typeof usagers)[number];
export type Identified = Resource & { id: string };

/** A resource with what the test itself knows of it. */
export interface Known {
  resource: Identified;
  concerns: readonly string[];
  collected: Date | null;
  identity?: boolean;
}

const days = ['2025-11-01', '2025-12-15', '2026-01-10', '2026-02-20'] as const;
const aDay = fc.constantFrom(...days);
export const aUsager = fc.constantFrom(...usagers);
const codes = ['2345-7', '718-7', '4548-4'] as const;
const laboratory = [{ coding: [{ code: 'laboratory' }] }];
export const subject = (usager: string) => ({ reference: `Patient/${usager}` });
const dateOf = (day: string | undefined) => (day === undefined ? null : new Date(`${day}T00:00:00Z`));

const patients: Known[] = usagers.map((usager, at) => ({
  resource: {
    resourceType: 'Patient',
    id: usager,
    gender: at === 0 ? 'female' : 'male',
    name: [{ family: `Tremblay${at}` }],
    birthDate: `198${at}-01-01`,
    generalPractitioner: [{ reference: 'Practitioner/doctor' }],
  },
  concerns: [usager],
  collected: null,
  identity: true,
}));
const doctor: Known = {
  resource: { resourceType: 'Practitioner', id: 'doctor', name: [{ family: 'Roy' }] },
  concerns: [],
  collected: null,
  identity: true,
};

const observation = fc
  .record({
    usager: aUsager,
    focus: fc.option(aUsager, { nil: undefined, freq: 4 }),
    day: fc.option(aDay, { nil: undefined, freq: 5 }),
    code: fc.constantFrom(...codes),
    value: fc.integer({ min: 1, max: 12 }),
    encounter: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    status: fc.constantFrom('final', 'preliminary'),
  })
  .map(
    o =>
      (id: string): Known => ({
        resource: {
          resourceType: 'Observation',
          id,
          status: o.status,
          category: laboratory,
          code: { coding: [{ system: 'http://loinc.org', code: o.code }] },
          subject: subject(o.usager),
          ...(o.focus && { focus: [subject(o.focus)] }),
          ...(o.day && { effectiveDateTime: o.day }),
          ...(o.encounter !== undefined && { encounter: { reference: `Encounter/e${o.encounter}` } }),
          valueQuantity: { value: o.value, code: 'mmol/L', system: 'http://unitsofmeasure.org' },
        },
        concerns: [...new Set([o.usager, ...(o.focus ? [o.focus] : [])])],
        collected: dateOf(o.day),
      }),
  );

const encounter = fc.record({ usager: aUsager, day: aDay }).map(
  e =>
    (id: string): Known => ({
      resource: {
        resourceType: 'Encounter',
        id,
        status: 'finished',
        class: { code: 'AMB' },
        subject: subject(e.usager),
        period: { start: e.day },
      },
      concerns: [e.usager],
      collected: dateOf(e.day),
    }),
);

const report = fc
  .record({
    usager: aUsager,
    day: aDay,
    results: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
  })
  .map(
    r =>
      (id: string): Known => ({
        resource: {
          resourceType: 'DiagnosticReport',
          id,
          status: 'final',
          category: [{ coding: [{ code: 'LAB' }] }],
          code: { text: 'Bilan' },
          subject: subject(r.usager),
          effectiveDateTime: r.day,
          result: r.results.map(n => ({ reference: `Observation/o${n}` })),
        },
        concerns: [r.usager],
        collected: dateOf(r.day),
      }),
  );

/** Names no usager: it belongs to those whose observation it speaks of. */
export const provenanceOf = (id: string, target: Known): Known => ({
  resource: {
    resourceType: 'Provenance',
    id,
    recorded: '2026-02-28T00:00:00Z',
    target: [{ reference: `${target.resource.resourceType}/${target.resource.id}` }],
    agent: [{ who: { reference: 'Practitioner/doctor' } }],
  },
  concerns: target.concerns,
  collected: target.collected,
});

const aMoment = fc.constantFrom(
  '2025-06-01',
  '2025-12-01',
  '2026-01-10',
  '2026-02-01',
  '2026-03-01T12:00:00Z',
  '2026-06-01',
);
export const moment = aMoment.map(text => new Date(text));
export const refusal = fc
  .record({
    usager: aUsager,
    active: fc.boolean(),
    start: moment,
    end: fc.option(moment, { nil: undefined, freq: 2 }),
    before: fc.option(moment, { nil: undefined, freq: 2 }),
  })
  .map(
    fields =>
      (consent: string): Refusal => ({ ...fields, consent }),
  );

const named = <T>(prefix: string, makers: readonly ((id: string) => T)[]): T[] =>
  makers.map((make, at) => make(`${prefix}${at}`));

export const territory = fc
  .record({
    observations: fc.array(observation, { minLength: 4, maxLength: 10 }),
    /** The same observations corrected: other content, other dates, other usagers. */
    corrections: fc.array(observation, { maxLength: 4 }),
    encounters: fc.array(encounter, { minLength: 2, maxLength: 4 }),
    reports: fc.array(report, { maxLength: 4 }),
    deleted: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    refusals: fc.array(refusal, { minLength: 1, maxLength: 4 }),
  })
  .map(t => {
    const observations = named('o', t.observations);
    const provenances = observations.map((target, at) => provenanceOf(`p${at}`, target));
    return {
      first: [
        doctor,
        ...patients,
        ...named('e', t.encounters),
        ...observations,
        ...named('d', t.reports),
        ...provenances,
      ],
      corrections: named('o', t.corrections.slice(0, observations.length)),
      deleted: t.deleted !== undefined && t.deleted < observations.length ? `o${t.deleted}` : undefined,
      refusals: named('c', t.refusals),
    };
  });
export type Territory = typeof territory extends fc.Arbitrary<infer T> ? T : never;

const earlier = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? null : a < b ? a : b;

/** A correction never moves the collection date later. */
export const corrected = (before: Known, after: Known): Known => ({
  ...after,
  collected: earlier(before.collected, after.collected),
});

/** Everything as it stands after the corrections; what speaks of an observation follows it. */
export function standingOf({ first, corrections }: Territory): Map<string, Known> {
  const standing = new Map(first.map(known => [known.resource.id, known]));
  for (const after of corrections) {
    const { id } = after.resource;
    standing.set(id, corrected(standing.get(id)!, after));
    standing.set(id.replace('o', 'p'), provenanceOf(id.replace('o', 'p'), standing.get(id)!));
  }
  return standing;
}

export const queries = fc.oneof(
  fc.tuple(
    fc.constantFrom('Observation', 'Encounter', 'DiagnosticReport', 'Provenance'),
    fc.constantFrom(
      '',
      '_summary=count',
      '_total=accurate',
      '_count=2&_total=accurate',
      '_sort=-_lastUpdated',
      '_count=1',
    ),
  ),
  fc.tuple(
    fc.constant('Observation'),
    fc.oneof(
      aUsager.map(u => `patient=${u}`),
      aUsager.map(u => `patient=${u}&category=laboratory&_sort=-date&_count=3`),
      fc.tuple(aUsager, aUsager).map(([a, b]) => `subject=Patient/${a},Patient/${b}&_total=accurate`),
      fc.constantFrom(...codes).map(code => `code=${code}&_sort=-value-quantity`),
      fc.constantFrom(...codes).map(code => `code:not=${code}`),
      aDay.map(day => `date=ge${day}&_sort=date`),
      aDay.map(day => `date=${day}`),
      fc.constantFrom(
        'date:missing=true',
        'encounter:missing=false',
        'status=preliminary',
        '_id=o0,o1,o2,o3',
      ),
      fc
        .integer({ min: 1, max: 12 })
        .map(n => `value-quantity=gt${n}&_include=Observation:subject&_include=Observation:encounter`),
      fc.integer({ min: 1, max: 12 }).map(n => `code-value-quantity=2345-7$le${n}`),
      fc.constantFrom(
        'patient.name=tremblay1',
        'subject:Patient.gender=male',
        'patient.general-practitioner.name=roy',
        'encounter.class=AMB',
        'encounter.date=ge2026',
        'patient._has:Encounter:patient:date=lt2026',
        'focus.gender=female',
      ),
      aUsager.map(u => `patient=${u}&encounter.class=AMB`),
      fc.constant('_revinclude=Provenance:target&_revinclude=DiagnosticReport:result&_count=2'),
    ),
  ),
  fc.tuple(
    fc.constant('Patient'),
    fc.oneof(
      fc.constantFrom(...codes).map(code => `_has:Observation:patient:code=${code}&_sort=-birthdate`),
      aDay.map(day => `_has:Observation:patient:date=${day}`),
      fc.constantFrom(
        '_has:Observation:focus:status=final',
        '_has:Observation:patient:_has:Provenance:target:recorded=2026',
        '_has:DiagnosticReport:patient:result.value-quantity=gt5&_total=accurate',
        '_id=u0&_has:Encounter:patient:status=finished',
        '_revinclude=Observation:patient',
        '_revinclude=Observation:patient&_revinclude:iterate=Provenance:target&_include=Patient:general-practitioner',
        '_revinclude:iterate=Encounter:patient&_revinclude:iterate=Observation:encounter',
      ),
    ),
  ),
  fc.tuple(
    fc.constantFrom('DiagnosticReport'),
    fc.constantFrom(
      'result.code=2345-7',
      'result.date=ge2026',
      '_include=DiagnosticReport:result&_include:iterate=Observation:encounter',
      'result:missing=false',
      'result=Observation/o0',
    ),
  ),
  fc.tuple(
    fc.constantFrom('Provenance'),
    fc.constantFrom(
      'target=Observation/o0',
      'target:Observation.code=2345-7',
      '_include=Provenance:target',
      'agent.name=roy',
      'target.status=final',
    ),
  ),
  fc.tuple(
    fc.constant(undefined),
    fc.constantFrom(
      '_id=o0,o1,u0,p0',
      '_type=Observation,Provenance&_sort=-_id',
      '_total=accurate&_count=3',
      '_lastUpdated=ge2026&_summary=count',
    ),
  ),
);

export interface Side {
  database: TestDatabase;
  store: Store;
}

export async function open(): Promise<Side> {
  const database = await testDatabase([migrations]);
  return { database, store: createStore(database.record) };
}

export const put = (known: Known): Change => ({ verb: 'upsert', resource: known.resource });

export async function write({ database, store }: Side, changes: Change[]): Promise<void> {
  const outcome = await database.record.transaction(tx => store.write(tx, changes, { now }));
  if (outcome.outcome !== 'written') throw new Error(outcome.outcome);
}

/** The same history, but for what is left out by id; with those directives after it. */
export async function load(
  side: Side,
  { first, corrections, deleted }: Territory,
  without: ReadonlySet<string>,
  directives: readonly Identified[] = [],
): Promise<void> {
  await side.database.asOwner('TRUNCATE record.resource, record.version, record.refusal, record.restriction');
  const kept = (known: Known) => !without.has(known.resource.id);
  await write(side, first.filter(kept).map(put));
  await write(side, corrections.filter(kept).map(put));
  if (deleted !== undefined && !without.has(deleted))
    await write(side, [{ verb: 'delete', type: 'Observation', id: deleted }]);
  if (directives.length > 0)
    await write(
      side,
      directives.map(resource => ({ verb: 'upsert', resource })),
    );
}

/** A search with all its pages. */
export async function answers(
  { store }: Side,
  sight: Sight,
  [type, query]: readonly [string | undefined, string],
) {
  const parameters = [...new URLSearchParams(query)];
  const pages = [];
  for (let cursor: string | undefined, page = 0; page < 20; page++) {
    const asked: [string, string][] =
      cursor === undefined ? parameters : [...parameters, ['_cursor', cursor]];
    const found = await store.search(sight, type, asked, { now, handling: 'strict' });
    if (found.outcome === 'invalid') throw new Error(JSON.stringify(found.issues));
    pages.push(found);
    cursor = found.next;
    if (cursor === undefined) break;
  }
  return pages;
}

export const keys = ({ first }: Territory) =>
  first.map(({ resource: { resourceType, id } }) => [resourceType, id] as const);
