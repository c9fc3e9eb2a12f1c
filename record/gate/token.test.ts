import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import type { Actor } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Access, migrations, openGate } from './index.ts';

/** What an access token lets be seen of what its holder may see: by every method of the door, inside the statement. */

const data = mkdtempSync(join(tmpdir(), 'continuum-token-'));
const database = await testDatabase(migrations);
const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
const origin = { request: 'r1', address: '127.0.0.1', channel: 'fhir' };

const system = (id: string, more: Partial<Actor> = {}): Actor => ({
  ...{ kind: 'system', id: `Device/${id}`, name: id, profile: 'hospital-system' },
  source: { id, registersUsagers: true },
  credential: { kind: 'client-assertion', id },
  ...more,
});
const physician: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/p', name: 'Physician', profile: 'physician' },
  credential: { kind: 'key', id: 'k' },
};
const asPhysician = (scopes: string[], patient?: string): Access =>
  gate.open({ ...physician, scopes, ...(patient && { patient }) }, { of: 'TREAT' }, origin);
const parent = (scopes: string[], patient?: string): Access =>
  gate.open(
    {
      ...{ kind: 'citizen', id: 'Patient/one', name: 'Parent', profile: 'citizen', usagers: ['one', 'two'] },
      credential: { kind: 'password', id: 'one' },
      ...{ scopes, ...(patient && { patient }) },
    },
    { of: 'PATRQT' },
    origin,
  );

const subject = (usager: string) => ({ reference: `Patient/${usager}` });
const coded = (code: string) => [{ coding: [{ system: 'http://c.example', code }] }];
const observation = (id: string, usager: string, category: string, value = 1) => ({
  ...{ resourceType: 'Observation', id, status: 'final', category: coded(category) },
  ...{ code: { text: 'Glucose' }, subject: subject(usager), valueInteger: value },
  performer: [{ reference: 'Practitioner/doctor' }],
});
const chartOf = (usager: string) => [
  { resourceType: 'Patient', id: usager, name: [{ family: `Tremblay ${usager}` }] },
  observation(`${usager}-lab`, usager, 'laboratory'),
  observation(`${usager}-vital`, usager, 'vital-signs'),
  {
    ...{ resourceType: 'Condition', id: `${usager}-condition`, subject: subject(usager) },
    code: { text: 'Asthme' },
  },
];

beforeAll(async () => {
  const hospital = gate.open(system('hospital'), { of: 'TREAT' }, origin);
  const both = {
    ...observation('both', 'one', 'laboratory'),
    focus: [subject('two')],
  };
  const changes = [
    { resourceType: 'Practitioner', id: 'doctor', name: [{ family: 'Roy' }] },
    ...chartOf('one'),
    ...chartOf('two'),
    both,
  ];
  const kept = await gate.deposits.keep(
    { format: 'fhir', contentType: 'x', original: Buffer.from(''), actor: hospital.actor, origin },
    '',
  );
  const options = { deposit: kept.id };
  const first = await hospital.write(
    changes.map(resource => ({ verb: 'upsert', resource })),
    options,
  );
  expect(first.outcome).toBe('written');
  // What was a laboratory result becomes a vital sign: the past of what is not seen is not seen either.
  const moved = [observation('moved', 'one', 'laboratory'), observation('moved', 'one', 'vital-signs', 2)];
  for (const resource of moved) {
    const again = await gate.deposits.keep(
      { format: 'fhir', contentType: 'x', original: Buffer.from(''), actor: hospital.actor, origin },
      '',
    );
    await hospital.write([{ verb: 'upsert', resource }], { deposit: again.id });
  }
});

afterAll(async () => {
  await gate.close();
  await database.drop();
  rmSync(data, { recursive: true, force: true });
});

const found = async (access: Access, type: string | undefined, ...parameters: [string, string][]) => {
  const answer = await access.search(type, parameters);
  if (answer.outcome !== 'found') return answer.outcome;
  return answer.entries.map(({ id }) => id).sort();
};
const labs = 'patient/Observation.rs?category=http://c.example|laboratory';

describe('SMART App Launch 2.2: a token for one usager opens nobody else’s record, by any method', () => {
  const whole = asPhysician(['patient/*.rs', 'user/*.rs'], 'one');

  test.each([
    ['of all', [] as [string, string][]],
    ['by a condition', [['category', 'laboratory']] as [string, string][]],
    ['by what refers', [['patient.family', 'tremblay']] as [string, string][]],
  ])('search %s', async (_title, parameters) => {
    const ids = (await found(whole, 'Observation', ...parameters)) as string[];
    expect(ids).toContain('one-lab');
    expect(ids.filter(id => id.startsWith('two') || id === 'both')).toEqual([]);
  });

  it('counts nobody else', async () => {
    const answer = await whole.search('Patient', [['_summary', 'count']]);
    expect(answer).toMatchObject({ outcome: 'found', total: 1 });
  });

  it('is denied what names somebody else, whether they exist or not', async () => {
    for (const id of ['two', 'nobody']) {
      expect(await found(whole, 'Observation', ['patient', id])).toBe('denied');
      expect((await whole.everything({ type: 'Patient', id })).outcome).toBe('denied');
      expect((await whole.read('Patient', id)).outcome).toBe('not-found');
    }
    expect((await whole.read('Observation', 'two-lab')).outcome).toBe('not-found');
    expect((await whole.readVersion('Observation', 'two-lab', 1)).outcome).toBe('not-found');
    const history = await whole.history({ type: 'Observation' });
    expect(JSON.stringify(history)).not.toContain('Patient/two');
    expect((await whole.history({ type: 'Observation', id: 'two-lab' })).outcome).not.toBe('denied');
  });

  it('reads everything of that one, and nobody’s record: registers', async () => {
    const everything = await whole.everything({ type: 'Patient', id: 'one' });
    const ids = everything.outcome === 'found' && everything.entries.map(({ id }) => id).sort();
    expect(ids).toEqual(['doctor', 'moved', 'one', 'one-condition', 'one-lab', 'one-vital']);
  });

  it('of a parent, given for a child, does not open the parent’s', async () => {
    expect(await found(parent(['patient/*.rs'], 'two'), 'Condition')).toEqual(['two-condition']);
    expect(await found(parent(['patient/*.rs'], 'nobody'), 'Condition')).toEqual([]);
    expect(await found(parent(['user/*.rs']), 'Condition')).toEqual(['one-condition', 'two-condition']);
  });
});

describe('SMART App Launch 2.2, §3.0.2.3: a scope’s search is in the predicate', () => {
  const some = asPhysician([labs, 'patient/Patient.r'], 'one');

  it('for searches, counts and reads', async () => {
    expect(await found(some, 'Observation')).toEqual(['one-lab']);
    expect(await some.search('Observation', [['_summary', 'count']])).toMatchObject({ total: 1 });
    expect(await found(some, 'Observation', ['category', 'vital-signs'])).toEqual([]);
    expect((await some.read('Observation', 'one-lab')).outcome).toBe('found');
    expect((await some.read('Observation', 'one-vital')).outcome).toBe('not-found');
  });

  it('for the past: a version that cannot be searched is not seen', async () => {
    expect((await some.readVersion('Observation', 'moved', 1)).outcome).toBe('not-found');
    expect(await some.history({ type: 'Observation', id: 'moved' })).toMatchObject({
      outcome: 'found',
      entries: [],
    });
    const whole = asPhysician(['patient/*.rs'], 'one');
    expect((await whole.readVersion('Observation', 'moved', 1)).outcome).toBe('found');
  });

  it('for what comes along: an include shows what the scopes let be searched', async () => {
    const wide = asPhysician([labs, 'patient/Patient.rs'], 'one');
    const included = await found(wide, 'Patient', ['_revinclude', 'Observation:subject']);
    expect(included).toEqual(['one', 'one-lab']);
    expect(await found(wide, 'Observation', ['_include', 'Observation:performer'])).toEqual(['one-lab']);
  });

  it('a type that no scope names is denied, and one without that letter', async () => {
    expect(await found(some, 'Condition')).toBe('denied');
    expect(await found(some, 'Patient')).toBe('denied');
    expect((await some.read('Patient', 'one')).outcome).toBe('found');
    expect((await some.everything({ type: 'Patient', id: 'one' })).outcome).toBe('denied');
  });

  it('for a system too', async () => {
    const limits = ['system/Observation.rs?category=vital-signs'];
    const access = gate.open(system('reader', { scopes: limits }), { of: 'TREAT' }, origin);
    expect(await found(access, 'Observation')).toEqual(['moved', 'one-vital', 'two-vital']);
  });

  it('one without a search makes the others of its type meaningless', async () => {
    const all = asPhysician([labs, 'user/Observation.rs'], 'one');
    expect(await found(all, 'Observation')).toEqual(['moved', 'one-lab', 'one-vital']);
  });

  test.each([
    ['Observation', 'category=laboratory', undefined],
    ['Observation', 'category=http://c.example|laboratory&status=final', undefined],
    ['Observation', 'code:not=1-2', undefined],
    ['*', '_tag=x', /names one type/],
    ['Observation', 'patient.name=x', /no chains/],
    ['Patient', '_has:Observation:patient:code=x', /no chains/],
    ['Observation', '_count=1', /arranges a result/],
    ['Observation', '_include=Observation:subject', /arranges a result/],
    ['Observation', 'code:in=http://v.example', /terminology/],
    ['Observation', 'nothing=1', /no search parameter/],
    ['Observation', '', /needs a parameter/],
  ])('%s?%s', (type, search, problem) => {
    const [issue] = gate.limitProblems(type, search);
    if (problem) expect(issue?.diagnostics).toMatch(problem);
    else expect(issue).toBeUndefined();
  });
});

describe('an application writes nothing that its token does not allow', () => {
  it.each([
    ['create', { verb: 'create', resource: observation('', 'one', 'laboratory') }],
    ['upsert', { verb: 'upsert', resource: observation('new', 'one', 'laboratory') }],
    ['delete', { verb: 'delete', type: 'Observation', id: 'one-lab' }],
  ] as const)('%s', async (_verb, change) => {
    expect(await asPhysician(['patient/*.rs'], 'one').write([change])).toMatchObject({
      outcome: 'denied',
      decision: { denial: 'scope-not-allowed' },
    });
  });
});

describe('what is for systems is not for a person’s application', () => {
  const whole = asPhysician(['patient/*.rs', 'user/*.rs'], 'one');

  it('the record in bulk', async () => {
    const request = { text: 'export', types: ['Observation'], filters: {} };
    expect((await gate.exports.ask(whole, request)).outcome).toBe('denied');
  });

  it('being told of changes', async () => {
    const stream = { id: 'subscription-1', type: 'Observation', search: '', text: 'Subscription' };
    expect((await gate.streams.open(whole, stream)).outcome).toBe('denied');
  });

  it('a system’s own export holds what the searches of its scopes select', async () => {
    const scopes = ['system/Observation.rs?category=vital-signs'];
    const access = gate.open(system('reader', { scopes }), { of: 'TREAT' }, origin);
    const order = {
      ...{ id: '00000000-0000-4000-8000-000000000001', of: 'usagers', filters: {} },
      until: new Date().toISOString(),
    } as const;
    await gate.exports.list(access, order as never, 'Observation', async () => undefined);
    const [range] = await gate.exports.ranges(order.id, 'Observation', false, 100);
    const taken = await gate.exports.download(access, range!);
    const ids: string[] = [];
    if (taken.outcome === 'found') for await (const { id } of taken.lines) ids.push(id);
    expect(ids.sort()).toEqual(['moved', 'one-vital', 'two-vital']);
    expect(
      (await gate.exports.list(access, order as never, 'Condition', async () => undefined)).outcome,
    ).toBe('denied');
  });
});
