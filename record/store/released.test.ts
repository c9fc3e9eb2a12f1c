import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type Actor, decide, firstMatrix, releaseRule } from '@continuum/trust-access';
import { type ReleaseKind, toReleaseChoice } from '@continuum/trust-consent';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createStore, migrations, type Store } from './index.ts';

const arrived = new Date('2026-03-01T12:00:00Z');
const onDay = (days: number) => new Date(arrived.getTime() + days * 86_400_000);
const subject = { reference: 'Patient/u' };
const section = (code: string) => [{ coding: [{ code: 'LAB' }] }, { coding: [{ code }] }];

const glucose = (id: string, more: object = {}) => ({
  ...{ resourceType: 'Observation', id, status: 'final', code: { coding: [{ code: '2345-7' }] }, subject },
  ...{ category: [{ coding: [{ code: 'laboratory' }] }], effectiveDateTime: '2026-01-10', ...more },
});
const report = (more: object = {}) => ({
  ...{ resourceType: 'DiagnosticReport', id: 'r', status: 'final', code: { text: 'Bilan' }, subject },
  ...{ category: section('CH'), effectiveDateTime: '2026-01-10' },
  ...{ result: [{ reference: 'Observation/g' }], ...more },
});
const speaking = [
  {
    ...{ resourceType: 'Provenance', id: 'p', recorded: '2026-03-01T12:00:00Z' },
    ...{ target: [{ reference: 'DiagnosticReport/r' }], agent: [{ who: { display: 'Laboratoire' } }] },
  },
  {
    ...{ resourceType: 'Provenance', id: 'q', recorded: '2026-03-01T12:00:00Z' },
    ...{ target: [{ reference: 'Observation/g' }], agent: [{ who: { display: 'Laboratoire' } }] },
  },
  {
    ...{
      resourceType: 'DocumentReference',
      id: 'd',
      status: 'current',
      subject,
      date: '2026-01-10T00:00:00Z',
    },
    content: [{ attachment: { title: 'Note' } }],
    context: { related: [{ reference: 'DiagnosticReport/r' }] },
  },
  {
    ...{ resourceType: 'List', id: 'l', status: 'current', mode: 'working', subject, date: '2026-01-10' },
    entry: [{ item: { reference: 'DocumentReference/d' } }],
  },
];
/** What is not about the result. */
const others = [
  { resourceType: 'Patient', id: 'u' },
  {
    ...{
      resourceType: 'Condition',
      id: 'c',
      subject,
      code: { text: 'Diabète' },
      onsetDateTime: '2026-01-10',
    },
  },
];

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
});
afterAll(() => database.drop());

type Resource = { resourceType: string; id: string };
async function write(now: Date, ...resources: Resource[]): Promise<void> {
  const changes = resources.map(resource => ({ verb: 'upsert', resource }) as const);
  const { outcome } = await database.record.transaction(tx => store.write(tx, changes, { now }));
  expect(outcome).toBe('written');
}

const empty = `TRUNCATE record.resource, record.version, record.release_choice, record.result_release`;

async function begin(...results: Resource[]): Promise<void> {
  await database.asOwner(empty);
  await write(arrived, ...(others as Resource[]));
  await write(arrived, ...results);
}

const decided = (kind: ReleaseKind, until?: Date) =>
  database.record.transaction(tx =>
    store.keepRelease(tx, {
      ...{ id: `${kind}-task`, usager: 'u', result: 'DiagnosticReport/r', kind, signed: arrived },
      ...{ practitioner: 'Practitioner/roy', name: 'Dre Roy', ...(until && { until }) },
    }),
  );

const by = { reference: 'Patient/u', display: 'U' };
const choose = (active: boolean, start = arrived) =>
  write(arrived, toReleaseChoice({ usager: 'u', consent: 'choice', active, start }, arrived, by));

const person: Actor = {
  ...{ kind: 'citizen', id: 'Patient/u', name: 'U', profile: 'citizen', usagers: ['u'] },
  credential: { kind: 'password', id: 'u' },
};
const physician: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/roy', name: 'Roy', profile: 'physician' },
  credential: { kind: 'key', id: 'k' },
};

function sightOf(actor: Actor) {
  const purpose = { of: actor.kind === 'citizen' ? 'PATRQT' : 'TREAT' } as const;
  const decision = decide(firstMatrix, actor, purpose, 'read', []);
  if (!decision.permit) throw new Error(decision.text);
  return decision.sight;
}

/** `Type/id` of all that somebody finds of that record then, by every way of looking. */
async function found(now: Date, actor = person) {
  const sight = sightOf(actor);
  const all = [report(), glucose('g'), ...speaking, ...others] as Resource[];
  const keys: string[] = [];
  for (const { resourceType: type, id } of all) {
    const key = `${type}/${id}`;
    const isRead = (await store.read(sight, now, type, id)).outcome === 'found';
    const past = await store.history(sight, now, { type, id, count: 10 });
    const searched = await store.search(
      sight,
      type,
      [
        ['_id', id],
        ['_total', 'accurate'],
      ],
      { now },
    );
    const count = searched.outcome === 'found' ? searched.total : undefined;
    expect([past.entries.length > 0, count === 1], key).toEqual([isRead, isRead]);
    if (isRead) keys.push(key);
  }
  const whole = await store.everything(sight, now, { type: 'Patient', ids: ['u'], count: 100 });
  if (whole.outcome !== 'found') throw new Error(whole.outcome);
  const listed = whole.entries.map(({ type, id }) => `${type}/${id}`).filter(key => key !== 'Consent/choice');
  expect(listed.sort()).toEqual([...keys].sort());
  return keys;
}

const withoutResult = ['Patient/u', 'Condition/c'];
const seen = (keys: readonly string[]): boolean => keys.includes('DiagnosticReport/r');

interface Case {
  is: string;
  report?: object;
  asSoonAsPossible?: true;
  released?: true;
  /** Day until which it is held. */
  held?: number;
  /** Days when it is not seen, and when it is. */
  hidden?: number[];
  shown?: number[];
}

const always = [0, 29, 30, 400];
const cases: Case[] = [
  { is: 'final', hidden: [0, 29.9], shown: [30, 400] },
  { is: 'issued long before it came', report: { issued: '2026-01-11T09:00:00.5-05:00' }, shown: [0] },
  {
    is: 'issued on the last day of a short month',
    report: { issued: '2026-02-30T09:00:00Z' },
    hidden: [29],
    shown: [31],
  },
  {
    is: 'issued later than it came, its source says',
    report: { issued: '2027-01-11T09:00:00Z' },
    hidden: [29],
    shown: [30],
  },
  { is: 'released', released: true, shown: always },
  { is: 'final, of who chose to see it as soon as possible', asSoonAsPossible: true, shown: always },
  { is: 'held, of who chose so', asSoonAsPossible: true, held: 10, hidden: [0, 9.9], shown: [10] },
  { is: 'held for longer than may be', asSoonAsPossible: true, held: 90, hidden: [29.9], shown: [30] },
  { is: 'held, then released', held: 20, released: true, shown: [0, 10] },
  { is: 'held for less than the delay', held: 10, hidden: [0, 20], shown: [30] },
  { is: 'preliminary', report: { status: 'preliminary' }, hidden: always },
  { is: 'partial, of who chose so', report: { status: 'partial' }, asSoonAsPossible: true, hidden: always },
  { is: 'preliminary, and released', report: { status: 'preliminary' }, released: true, hidden: always },
  { is: 'withdrawn', report: { status: 'entered-in-error' }, hidden: [0], shown: [30] },
  { is: 'of pathology', report: { category: section('PAT') }, hidden: always },
  {
    is: 'of surgical pathology, of who chose so',
    report: { category: section('SP') },
    asSoonAsPossible: true,
    hidden: always,
  },
  { is: 'of cytology, and released', report: { category: section('CP') }, released: true, shown: always },
  {
    is: 'of pathology by its code alone',
    report: { code: { coding: [{ system: 'http://loinc.org', code: '11529-5' }] } },
    ...{ asSoonAsPossible: true, hidden: always },
  },
];

describe('a person’s own result (FAQ Mon dossier santé, Diffusion des résultats)', () => {
  it.each(cases)(
    'that is $is',
    async ({ report: more, asSoonAsPossible, released, held, hidden = [], shown = [] }) => {
      await begin(glucose('g'), report(more), ...(speaking as Resource[]));
      if (asSoonAsPossible) await choose(true);
      if (held !== undefined) await decided('hold', onDay(held));
      if (released) await decided('release');
      for (const day of hidden)
        expect(await found(onDay(day)), `day ${day}`).toEqual(expect.arrayContaining(withoutResult));
      for (const day of hidden)
        expect((await found(onDay(day))).length, `day ${day}`).toBe(withoutResult.length);
      for (const day of shown) expect(await found(onDay(day)), `day ${day}`).toHaveLength(8);
      expect(await found(arrived, physician)).toHaveLength(8);
    },
  );

  test('a choice that is taken back, or that has not begun, shows nothing', async () => {
    await begin(glucose('g'), report());
    await choose(true);
    expect(seen(await found(arrived))).toBe(true);
    await choose(false);
    expect(seen(await found(arrived))).toBe(false);
    await choose(true, onDay(3));
    expect([seen(await found(onDay(2))), seen(await found(onDay(3)))]).toEqual([false, true]);
  });

  test('a correction does not begin a new delay, nor a new preliminary version leave what was seen', async () => {
    await begin(glucose('g'), report({ issued: '2026-03-01T10:00:00Z' }));
    await write(onDay(31), report({ status: 'corrected', issued: '2026-04-01T10:00:00Z' }));
    expect(seen(await found(onDay(31)))).toBe(true);
    await write(onDay(32), report({ status: 'preliminary' }));
    const past = await store.readVersion(sightOf(person), onDay(32), 'DiagnosticReport', 'r', 2);
    expect(past.outcome).toBe('not-found');
  });

  test('an observation that came without a report goes by itself, and what speaks of it with it', async () => {
    await begin(glucose('g'), speaking[1] as Resource);
    expect(await found(arrived)).toEqual(withoutResult);
    expect(await found(onDay(30))).toEqual(['Observation/g', 'Provenance/q', ...withoutResult]);
    await write(onDay(30), glucose('g', { status: 'preliminary' }));
    expect(await found(onDay(90))).toEqual(withoutResult);
  });

  test('a report that waits does not take away what another one has shown', async () => {
    await begin(glucose('g'), report({ issued: '2026-01-11T09:00:00Z' }), ...(speaking as Resource[]));
    const next = { ...report({ issued: '2026-03-01T09:00:00Z' }), id: 'next' };
    await write(arrived, next);
    expect(await found(arrived)).toHaveLength(8);
    expect((await store.read(sightOf(person), arrived, 'DiagnosticReport', 'next')).outcome).toBe(
      'not-found',
    );
  });

  test('a result that was deleted is as if it had not been', async () => {
    await begin(glucose('g'), report());
    const gone = [{ verb: 'delete', type: 'DiagnosticReport', id: 'r' } as const];
    await database.record.transaction(tx => store.write(tx, gone, { now: onDay(1) }));
    const read = await store.read(sightOf(person), onDay(1), 'DiagnosticReport', 'r');
    expect(read.outcome).toBe('not-found');
  });
});

test('who works on a result is told whether the person sees it, why, and who decided', async () => {
  await begin(glucose('g'), report());
  const states = (day: number) => store.resultStates(sightOf(physician), onDay(day), 'u');
  expect(await states(1)).toEqual([{ id: 'r', state: 'delay', until: onDay(releaseRule.days) }]);
  await decided('hold', onDay(10));
  expect(await states(1)).toMatchObject([
    { state: 'held', until: onDay(10), decision: { task: 'hold-task', kind: 'hold', name: 'Dre Roy' } },
  ]);
  expect(await store.resultStates(sightOf(person), onDay(1), 'u')).toEqual([]);
});
