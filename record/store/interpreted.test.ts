import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { Resource } from '@continuum/standards-fhir';
import {
  type Actor,
  decide,
  firstMatrix,
  matrix,
  type Profile,
  type PurposeOfUse,
  purposesOf,
} from '@continuum/trust-access';
import { toConsent } from '@continuum/trust-consent';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Change, createStore, migrations, type Store } from './index.ts';

const now = new Date('2026-03-15T12:00:00Z');
const reader = 'Practitioner/radiologist';
const imaging = [{ coding: [{ code: 'RAD' }] }];
const subject = { reference: 'Patient/u' };

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
});
afterAll(() => database.drop());

type Fields = Record<string, unknown>;
type Identified = Resource & { id: string };
const study = (id: string, started: string, more: Fields = {}): Identified => ({
  resourceType: 'ImagingStudy',
  id,
  status: 'available',
  subject,
  started,
  ...more,
});
const report = (id: string, more: Fields = {}): Identified => ({
  resourceType: 'DiagnosticReport',
  id,
  status: 'final',
  category: imaging,
  code: { text: 'Imagerie' },
  subject,
  effectiveDateTime: '2024-05-01',
  ...more,
});
const observation = (id: string, category: unknown): Identified => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  ...(category ? { category: category as [] } : {}),
  code: { text: 'x' },
  subject,
  effectiveDateTime: '2024-05-01',
});

const newExam = study('new', '2026-03-14', { interpreter: [{ reference: reader }] });
const others = { extension: [{ url: 'urn:about', valueReference: { reference: 'Patient/v' } }] };

/** What a person who refused everything has; the two last name somebody else too. */
const past: Identified[] = [
  study('old', '2020-01-01'),
  report('read'),
  observation('image-of', imaging),
  observation('blood', [{ coding: [{ code: 'laboratory' }] }]),
  {
    resourceType: 'MedicationRequest',
    id: 'drug',
    status: 'active',
    intent: 'order',
    subject,
    authoredOn: '2024-05-01',
  },
  {
    resourceType: 'Media',
    id: 'picture',
    status: 'completed',
    subject,
    content: {},
    createdDateTime: '2024-05-01',
  },
  report('blood-report', { category: [{ coding: [{ code: 'LAB' }] }] }),
  report('uncoded', { category: undefined }),
  study('of-two', '2020-01-01', others),
  report('of-two-read', others),
];

const upsert = (resource: Identified): Change => ({ verb: 'upsert', resource });
async function write(changes: readonly Change[]): Promise<void> {
  const outcome = await database.record.transaction(tx => store.write(tx, changes, { now }));
  if (outcome.outcome !== 'written') throw new Error(JSON.stringify(outcome));
}

const refusalOf = (usager: string) =>
  toConsent({ usager, consent: `no-${usager}`, active: true, start: new Date('2021-01-01') }, now);

beforeEach(async () => {
  await database.asOwner('TRUNCATE record.resource, record.version, record.refusal');
  const patients = ['u', 'v'].map(id => upsert({ resourceType: 'Patient', id }));
  await write([...patients, ...past.map(upsert), upsert(refusalOf('u')), upsert(refusalOf('v'))]);
});

const actor = (profile: Profile, id = reader): Actor => ({
  kind: 'practitioner',
  id,
  name: 'x',
  profile,
  credential: { kind: 'key', id: 'k' },
});

/** Every way to see a resource: by its id, its version, its history, a search of its type and one of all types. */
async function seenBy(who: Actor, of: PurposeOfUse): Promise<string[]> {
  const decision = decide(firstMatrix, who, { of }, 'read', []);
  if (!decision.permit) return [];
  const { sight } = decision;
  const options = { now };
  const seen = new Set<string>();
  const whole = await store.search(
    sight,
    undefined,
    [
      ['_type', 'ImagingStudy,DiagnosticReport,Observation,Media,MedicationRequest'],
      ['_count', '100'],
    ],
    options,
  );
  if (whole.outcome !== 'found') throw new Error(whole.outcome);
  for (const { id } of whole.entries) seen.add(id);
  for (const { resourceType: type, id } of [...past, newExam]) {
    const ways = [
      (await store.read(sight, now, type, id)).outcome === 'found',
      (await store.readVersion(sight, now, type, id, 1)).outcome === 'found',
      (await store.history(sight, now, { type, id: id })).entries.length > 0,
    ];
    const searched = await store.search(sight, type, [['_id', id]], options);
    ways.push(searched.outcome === 'found' && searched.entries.length > 0 && searched.total !== 0);
    expect(new Set(ways), `${who.profile} ${of} ${type}/${id}: one way shows what another hides`).toEqual(
      new Set([seen.has(id)]),
    );
  }
  return [...seen].toSorted();
}

const opened = ['new', 'old', 'read'];

describe('P-9.0001: imaging relevant to the interpretation of a new exam', () => {
  it('reaches, through a refusal, the specialist whom the new exam names: exams and their reports, nothing else', async () => {
    await write([upsert(newExam)]);
    expect(await seenBy(actor('radiologist'), 'INTERPRET')).toEqual(opened);
  });

  it('reaches nobody else, and nobody for anything else', async () => {
    await write([upsert(newExam)]);
    for (const profile of Object.keys(matrix) as Profile[])
      for (const of of [
        'TREAT',
        'INTERPRET',
        'ETREAT',
        'HOPERAT',
        'HSYSADMIN',
        'HCOMPL',
        'PUBHLTH',
        'PATRQT',
      ] as const)
        if (!(profile === 'radiologist' && of === 'INTERPRET') && profile !== 'citizen')
          expect(await seenBy(actor(profile), of), `${profile} ${of}`).toEqual([]);
    expect(await seenBy(actor('radiologist', 'Practitioner/colleague'), 'INTERPRET')).toEqual([]);
    expect(purposesOf(firstMatrix, actor('radiologist'))).toContain('INTERPRET');
  });

  it.each<[string, Identified[]]>([
    ['there is no new exam', []],
    ['the new exam names nobody', [study('new', '2026-03-14')]],
    [
      'it names somebody else',
      [study('new', '2026-03-14', { interpreter: [{ reference: 'Practitioner/other' }] })],
    ],
    ['it names them as who asked for it', [study('new', '2026-03-14', { referrer: { reference: reader } })]],
    [
      'it names their role alone',
      [study('new', '2026-03-14', { interpreter: [{ reference: 'PractitionerRole/radiologist' }] })],
    ],
    ['it is of another person', [{ ...newExam, subject: { reference: 'Patient/v' } }]],
    ['it is of two persons', [{ ...newExam, ...others }]],
    ['it is old', [study('new', '2026-02-01', { interpreter: [{ reference: reader }] })]],
    ['it is to be made', [study('new', '2026-03-16', { interpreter: [{ reference: reader }] })]],
    ['it has no date', [study('new', '', { started: undefined, interpreter: [{ reference: reader }] })]],
    [
      'another resource names them',
      [report('new', { effectiveDateTime: '2026-03-14', resultsInterpreter: [{ reference: reader }] })],
    ],
  ])('opens nothing of the person when %s', async (_, resources) => {
    await write(resources.map(upsert));
    const seen = await seenBy(actor('radiologist'), 'INTERPRET');
    expect(seen.filter(id => id !== 'new')).toEqual([]);
  });

  it('closes when the exam is corrected to name somebody else, or taken back', async () => {
    await write([upsert(newExam)]);
    expect(await seenBy(actor('radiologist'), 'INTERPRET')).toEqual(opened);
    await write([upsert({ ...newExam, interpreter: [{ reference: 'Practitioner/other' }] })]);
    expect(await seenBy(actor('radiologist'), 'INTERPRET')).toEqual([]);
    await write([upsert({ ...newExam, interpreter: [{ reference: reader }] })]);
    await write([{ verb: 'delete', type: 'ImagingStudy', id: 'new' }]);
    expect(await seenBy(actor('radiologist'), 'INTERPRET')).toEqual([]);
  });

  it('opens for as long as its rule says, from any moment', async () => {
    const aDay = 86_400_000;
    const decision = decide(firstMatrix, actor('radiologist'), { of: 'INTERPRET' }, 'read', []);
    if (!decision.permit) throw new Error(decision.text);
    const { sight } = decision;
    const when = fc.integer({ min: -40 * aDay, max: 40 * aDay });
    await fc.assert(
      fc.asyncProperty(when, fc.boolean(), async (offset, named) => {
        const started = new Date(now.getTime() + offset);
        await database.asOwner(`DELETE FROM record.resource WHERE id = 'new'`);
        await database.asOwner(`DELETE FROM record.version WHERE id = 'new'`);
        await write([
          upsert(study('new', started.toISOString(), named ? { interpreter: [{ reference: reader }] } : {})),
        ]);
        const isNew = offset <= 0 && offset > -14 * aDay;
        const read = await store.read(sight, now, 'ImagingStudy', 'old');
        expect(read.outcome === 'found').toBe(named && isNew);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('says to the specialist that the person refused, as to anybody', async () => {
    await write([upsert(newExam)]);
    const decision = decide(firstMatrix, actor('radiologist'), { of: 'INTERPRET' }, 'read', []);
    expect(decision.permit && (await store.refused(decision.sight, 'u', now))).toBe(true);
  });
});
