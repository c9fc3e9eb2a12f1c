import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type DoorEvent, type OpenedGate, migrations as ofRecord, openGate } from '@continuum/record-gate';
import { createSignedActs, migrations as ofCredentials } from '@continuum/registries-credential';
import { signingDesk, testAuthority } from '@continuum/registries-credential/testing';
import { type Actor, matrix, type Profile, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { proposeAdoption } from './edit.ts';
import { createMatrixInForce, migrations } from './index.ts';
import { routes } from './routes.ts';
import type { ShownVersion } from './shown-version.ts';
import { type AdoptionAct, adoptionCode } from './signature/signed-adoption.ts';

const origin = { request: 'r', address: '192.0.2.1', channel: 'api' };
const person = (id: string, profile: Profile): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: `Personne ${id}`, profile },
  credential: { kind: 'key', id: `key-of-${id}` },
});
const cast = {
  pilote: person('pilote', 'operations'),
  secondPilote: person('second', 'operations'),
  certification: person('certification', 'certification'),
  surveillance: person('surveillance', 'surveillance'),
  aga: person('aga', 'access-manager'),
  archivist: person('archivist', 'archivist'),
  physician: person('physician', 'physician'),
  noProfile: person('newcomer', 'none'),
  application: { ...person('pilote', 'operations'), application: { id: 'app', name: 'App' } },
  citizen: {
    ...{ kind: 'citizen', id: 'Patient/anne', name: 'Anne', profile: 'citizen', usagers: ['anne'] },
    credential: { kind: 'password', id: 'anne' },
  },
  system: {
    ...{ kind: 'system', id: 'Device/hopital', name: 'Hôpital', profile: 'hospital-system' },
    credential: { kind: 'client-assertion', id: 'hopital' },
  },
  nobody: unknownActor,
} satisfies Record<string, Actor>;
type Who = keyof typeof cast;

let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let data: string;
let issuing: Awaited<ReturnType<typeof testAuthority>>;
let sign: Awaited<ReturnType<typeof signingDesk>>;
const events: DoorEvent[] = [];

const ask = (who: Who, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, language = 'fr-CA') =>
  app.inject({ method, url, payload, headers: { 'x-who': who, 'accept-language': language } });

const rowsOf = ({ rows }: ShownVersion): Record<string, object> => {
  const { platform: _p, none: _n, ...editable } = rows;
  return editable;
};
async function draft(who: Who = 'pilote', reason = 'Infirmières: sommaire'): Promise<ShownVersion> {
  const made = await ask(who, 'POST', '/versions', { reason });
  expect(made.statusCode, made.body).toBe(201);
  return made.json();
}
const nurseReads = (...more: string[]) => ({
  ...matrix.nurse,
  reads: [...matrix.nurse.reads, ...more],
  sources: Object.fromEntries(more.map(key => [key, 'à valider'])),
});
const save = (version: ShownVersion, nurse: object, who: Who = 'pilote', more = {}) =>
  ask(who, 'PUT', `/versions/${version.id}`, {
    ...{ revision: version.revision, reason: version.reason, rows: { ...rowsOf(version), nurse } },
    ...more,
  });
const step = (who: Who, { id, revision }: ShownVersion, act: string, more = {}) =>
  ask(who, 'POST', `/versions/${id}/steps`, { act, revision, ...more });

/** What whoever may put a version in force signs for it, as their screen does; undefined when it is not theirs. */
async function signed(who: Who, { id, revision }: ShownVersion): Promise<AdoptionAct | undefined> {
  const actor: Actor = cast[who];
  const purpose = usualPurpose(actor.profile);
  const caller = { actor, purpose, origin, matrix: gate.open(actor, purpose, origin).matrix };
  const deps = { pool: database.service, gate, journal: async () => undefined };
  const proposed = await proposeAdoption(deps, caller, { id, revision });
  return 'done' in proposed ? sign(actor, { code: adoptionCode, resource: proposed.value }) : undefined;
}
const adopt = async (who: Who, version: ShownVersion) => {
  const adoption = await signed(who, version);
  return step(who, version, 'adopt', adoption && { adoption });
};

/** A version as it is after a step that must be taken. */
async function must(answer: Promise<{ statusCode: number; body: string; json(): ShownVersion }>) {
  const given = await answer;
  expect(given.statusCode, given.body).toBe(200);
  return given.json();
}
const proposed = async (nurse: object, more = {}): Promise<ShownVersion> => {
  const saved = await must(save(await draft(), nurse, 'pilote', more));
  return must(step('pilote', saved, 'propose'));
};

beforeAll(async () => {
  database = await testDatabase([...ofRecord, ofCredentials, migrations]);
  data = await mkdtemp(join(tmpdir(), 'continuum-matrix-'));
  const inForce = createMatrixInForce(database.service);
  gate = openGate({ database, data, log: pino({ level: 'silent' }), matrix: inForce });
  const pool = database.service;
  issuing = await testAuthority(pool);
  const { authority, certify } = issuing;
  await authority.certifyJournal(await gate.journal.publicKey());
  const acts = createSignedActs({ pool, gate, authority, journalKey: () => gate.journal.publicKey() });
  const desk = { pool, acts, certify, origin, screen: 'https://exchange.example' };
  sign = await signingDesk(desk, [cast.pilote, cast.secondPilote, cast.certification]);
  const hospital = gate.open(cast.system, { of: 'TREAT' }, origin);
  const record = [
    { resourceType: 'Patient', id: 'anne' },
    { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/anne' } },
    { resourceType: 'Specimen', id: 's1', subject: { reference: 'Patient/anne' } },
    { resourceType: 'Specimen', id: 's2', subject: { reference: 'Patient/anne' } },
  ];
  const written = await hospital.write(record.map(resource => ({ verb: 'upsert', resource }) as const));
  expect(written.outcome).toBe('written');
  app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    const actor: Actor = cast[request.headers['x-who'] as Who];
    // As the statement of who asks does.
    await inForce.refresh();
    Object.assign(request, { actor, origin, purpose: usualPurpose(actor.profile) });
  });
  await app.register(
    routes({
      ...{ pool, gate, acts },
      journal: async event => void events.push(event),
      previewUsagers: async () => [{ id: 'anne', name: 'Anne (usager-demo)' }],
    }),
  );
});
beforeEach(async () => {
  events.length = 0;
  await database.asOwner('TRUNCATE service.matrix_version CASCADE');
});
afterAll(async () => {
  await app?.close();
  await issuing?.close();
  await gate?.close();
  await database?.drop();
  await rm(data, { recursive: true, force: true });
});

describe('the table in force', () => {
  it('is version 1, of the software, until another is put in force', async () => {
    const answer = (await ask('surveillance', 'GET', '/current')).json();
    expect(answer.version).toMatchObject({ id: '1', number: 1, state: 'in-force', may: [] });
    expect(answer.version.rows).toEqual(JSON.parse(JSON.stringify(matrix)));
    expect(answer.mayCreate).toBe(false);
    const purposes: { code: string; closed: boolean }[] = answer.purposes;
    expect(purposes.filter(({ closed }) => closed).map(({ code }) => code)).toEqual(['PUBHLTH', 'ETREAT']);
  });

  it.each<[Who, number]>([
    ['pilote', 200],
    ['certification', 200],
    ['surveillance', 200],
    ['aga', 200],
    ['archivist', 403],
    ['physician', 403],
    ['noProfile', 403],
    ['application', 403],
    ['citizen', 403],
    ['system', 403],
    ['nobody', 401],
  ])('%s looks: %i, at every address', async (who, status) => {
    const preview = '/preview?version=1&profile=nurse&purpose=TREAT&usager=anne';
    for (const url of [
      '/current',
      '/versions',
      '/versions/1',
      '/diff?from=1&to=1',
      '/preview/usagers',
      preview,
    ]) {
      const answer = await ask(who, 'GET', url);
      expect(answer.statusCode, url).toBe(status);
    }
    const attempts = events.filter(({ outcome, why }) => outcome === 'denied' && why === 'matrix-look');
    expect(attempts).toHaveLength(status === 200 ? 0 : 6);
  });

  it('an address that names nothing is told what it takes', async () => {
    expect((await ask('pilote', 'GET', '/versions/2')).statusCode).toBe(404);
    for (const name of ['x', '-'.repeat(36), 'a'.repeat(36)]) {
      expect((await ask('pilote', 'GET', `/versions/${name}`)).statusCode, name).toBe(400);
      expect((await ask('pilote', 'GET', `/diff?from=${name}&to=1`)).statusCode, name).toBe(400);
    }
    expect((await ask('pilote', 'GET', '/diff?from=1')).statusCode).toBe(400);
  });
});

describe('from a draft to a version in force', () => {
  it('is proposed by one person, put in force by another, and changes what is decided', async () => {
    const nurse = cast.physician;
    const reads = () => {
      const access = gate.open({ ...nurse, profile: 'nurse' }, { of: 'TREAT' }, origin);
      return access.search('Condition', [['patient', 'anne']]);
    };
    const before = await reads();
    expect(before.outcome === 'found' && before.entries).toEqual([]);
    const version = await proposed(nurseReads('summary'));
    expect(version).toMatchObject({ state: 'proposed', number: null, base: 1, may: ['return', 'withdraw'] });
    expect(version.changes).toEqual([
      { profile: 'nurse', kind: 'read', key: 'summary', change: 'added', source: 'à valider' },
    ]);
    const adopted = await must(adopt('certification', version));
    expect(adopted).toMatchObject({ state: 'in-force', number: 2 });
    expect(adopted.events.map(({ event, byName }) => [event, byName])).toEqual([
      ['create', 'Personne pilote'],
      ['save', 'Personne pilote'],
      ['propose', 'Personne pilote'],
      ['adopt', 'Personne certification'],
    ]);
    const current = (await ask('surveillance', 'GET', '/current')).json();
    expect(current.version).toMatchObject({ number: 2, state: 'in-force' });
    const after = await reads();
    expect(after.outcome === 'found' && after.entries).toHaveLength(1);
    const list = (await ask('aga', 'GET', '/versions')).json().versions;
    expect(list.map(({ number, state }: ShownVersion) => [number, state])).toEqual([
      [2, 'in-force'],
      [1, 'superseded'],
    ]);
    const actions = events.map(({ action, outcome, why }) => why ?? `${action} ${outcome}`);
    expect(actions).toEqual(['create', 'save', 'propose', 'adopt'].map(act => `matrix-${act} success`));
    const [entry] = await database.asOwner<{ entry: string }>(
      `SELECT entry FROM record.journal WHERE entry::jsonb->'query'->>'type' = 'Condition'
        AND (entry::jsonb->>'matrixVersion')::int = 2`,
    );
    expect(entry).toBeDefined();
  });

  it.each<[Who, number]>([
    ['pilote', 201],
    ['secondPilote', 201],
    ['certification', 403],
    ['surveillance', 403],
    ['aga', 403],
    ['archivist', 403],
    ['physician', 403],
    ['noProfile', 403],
    ['application', 403],
    ['citizen', 403],
    ['system', 403],
    ['nobody', 401],
  ])('%s makes a draft: %i', async (who, status) => {
    expect((await ask(who, 'POST', '/versions', { reason: 'x' })).statusCode).toBe(status);
    if (status !== 201) expect(events).toMatchObject([{ outcome: 'denied', why: 'matrix-propose' }]);
  });

  it.each<[Who, number]>([
    ['pilote', 403],
    ['secondPilote', 200],
    ['certification', 200],
    ['surveillance', 403],
    ['aga', 403],
    ['archivist', 403],
    ['physician', 403],
    ['noProfile', 403],
    ['application', 403],
    ['citizen', 403],
    ['system', 403],
    ['nobody', 401],
  ])('%s puts in force what the pilote proposed: %i', async (who, status) => {
    const answer = await adopt(who, await proposed(nurseReads('summary')));
    expect(answer.statusCode, answer.body).toBe(status);
  });

  it.each<[Who, string, number]>([
    ['secondPilote', 'return', 200],
    ['certification', 'return', 200],
    ['pilote', 'return', 200],
    ['surveillance', 'return', 403],
    ['certification', 'withdraw', 200],
    ['aga', 'withdraw', 403],
    ['citizen', 'withdraw', 403],
    ['certification', 'propose', 403],
    ['secondPilote', 'propose', 403],
    ['pilote', 'propose', 409],
  ])('of what is proposed, %s does %s: %i', async (who, act, status) => {
    const answer = await step(who, await proposed(nurseReads('summary')), act, { reason: 'à revoir' });
    expect(answer.statusCode, answer.body).toBe(status);
  });

  it('nobody writes in another’s draft, nor over what somebody changed meanwhile', async () => {
    const made = await draft();
    expect((await save(made, nurseReads('summary'), 'secondPilote')).statusCode).toBe(403);
    expect((await step('certification', made, 'withdraw')).statusCode).toBe(403);
    await must(save(made, nurseReads('summary')));
    expect((await save(made, nurseReads())).statusCode).toBe(409);
    expect((await step('pilote', made, 'propose')).statusCode).toBe(409);
  });

  it('what changes nothing is not proposed', async () => {
    expect((await step('pilote', await draft(), 'propose')).statusCode).toBe(422);
  });

  it('of two made from one version, the second is saved again before it is put in force', async () => {
    const less = { ...matrix.nurse, reads: ['identity', 'registry'] };
    const [one, other] = [await proposed(nurseReads('summary')), await proposed(less)];
    await must(adopt('certification', one));
    const late = await adopt('certification', other);
    expect([late.statusCode, late.body]).toEqual([409, expect.stringContaining('version 2')]);
    const back = await must(step('pilote', other, 'return'));
    const saved = await must(save(back, less));
    // What the other one gave is taken again, and said.
    expect(saved.changes).toContainEqual(
      expect.objectContaining({ kind: 'read', key: 'summary', change: 'removed' }),
    );
    const adopted = await must(adopt('certification', await must(step('pilote', saved, 'propose'))));
    expect(adopted).toMatchObject({ number: 3, base: 2 });
    const diff = (await ask('pilote', 'GET', `/diff?from=1&to=3`)).json().changes;
    expect(diff.map(({ key, change }: { key: string; change: string }) => `${change} ${key}`)).toEqual(
      ['medication', 'laboratory', 'imaging'].map(key => `removed ${key}`),
    );
  });

  it('one with a date of effect waits for it, and can be withdrawn until then', async () => {
    const adopted = await must(
      adopt('certification', await proposed(nurseReads('summary'), { starts: '2126-01-01' })),
    );
    expect(adopted).toMatchObject({ state: 'scheduled', number: 2, effective: '2126-01-01T05:00:00.000Z' });
    expect((await ask('aga', 'GET', '/current')).json().version.number).toBe(1);
    const gone = await must(step('secondPilote', adopted, 'withdraw'));
    expect(gone).toMatchObject({ state: 'withdrawn', number: 2, may: [] });
    const next = await must(adopt('certification', await proposed(nurseReads('summary'))));
    expect(next).toMatchObject({ state: 'in-force', number: 3 });
    expect((await step('secondPilote', next, 'withdraw')).statusCode).toBe(409);
  });

  it('a day that is past is refused', async () => {
    const answer = await save(await draft(), nurseReads('summary'), 'pilote', { starts: '2020-01-01' });
    expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('starts')]);
  });
});

describe('what is put in force is signed', () => {
  const refusedAs = async (answer: ReturnType<typeof step>) => {
    const { statusCode, body } = await answer;
    return [statusCode, body.includes('signed') || body.includes('signé')];
  };

  it('by whoever does, for that version as it is now, or it is not put in force', async () => {
    const version = await proposed(nurseReads('summary'));
    const other = await proposed({ ...matrix.nurse, reads: ['identity', 'registry'] });
    const [mine, another, of] = [
      (await signed('certification', version))!,
      (await signed('secondPilote', version))!,
      (await signed('certification', other))!,
    ];
    for (const adoption of [
      undefined,
      another,
      of,
      { ...mine, version: 2 },
      { ...mine, act: 'Library/none' },
    ])
      expect(await refusedAs(step('certification', version, 'adopt', adoption && { adoption }))).toEqual([
        422,
        true,
      ]);
    expect((await ask('pilote', 'GET', '/current')).json().version.number).toBe(1);
    const adopted = await must(step('certification', version, 'adopt', { adoption: mine }));
    expect(adopted).toMatchObject({
      ...{ number: 2, act: mine.act, unsigned: null },
      saysWhatWasSigned: true,
    });
  });

  it('nor what was changed since it was signed', async () => {
    const version = await proposed(nurseReads('summary'));
    const adoption = await signed('certification', version);
    const back = await must(step('pilote', version, 'return'));
    const saved = await must(save(back, { ...matrix.nurse, reads: ['identity', 'registry'] }));
    const again = await must(step('pilote', saved, 'propose'));
    expect((await step('certification', version, 'adopt', { adoption })).statusCode).toBe(409);
    expect(await refusedAs(step('certification', again, 'adopt', { adoption }))).toEqual([422, true]);
    expect((await adopt('certification', again)).statusCode).toBe(200);
  });

  it('whoever may not put it in force is prepared nothing to sign; nor is a session without a key', async () => {
    const version = await proposed(nurseReads('summary'));
    const { id, revision } = version;
    for (const who of ['pilote', 'surveillance', 'aga', 'citizen', 'nobody'] as const)
      expect([who, (await ask(who, 'POST', `/versions/${id}/adoption`, { revision })).statusCode]).toEqual([
        ...[who, who === 'nobody' ? 401 : 403],
      ]);
    expect((await ask('certification', 'POST', `/versions/${id}/adoption`, { revision })).statusCode).toBe(
      403,
    );
  });

  it('its act is not changed afterwards, and a table that was changed in the database is told apart from what was signed', async () => {
    const { id } = await must(adopt('certification', await proposed(nurseReads('summary'))));
    const change = (what: string) =>
      database.service.query(`UPDATE service.matrix_version SET ${what} WHERE id = $1`, [id]);
    for (const what of [`act = 'Library/x'`, 'act = NULL, act_version = NULL', `unsigned = 'earlier'`])
      await expect(change(what)).rejects.toThrow(/matrix/);
    // As somebody would who owns the database.
    await database.asOwner('ALTER TABLE service.matrix_version DISABLE TRIGGER USER');
    await change(`content = jsonb_set(content, '{nurse,reads}', '["identity", "journal"]')`);
    await database.asOwner('ALTER TABLE service.matrix_version ENABLE TRIGGER USER');
    expect((await ask('pilote', 'GET', `/versions/${id}`)).json()).toMatchObject({
      saysWhatWasSigned: false,
    });
  });

  it('none is put in force without one, by the database’s own rule', async () => {
    const { id } = await proposed(nurseReads('summary'));
    const unsigned = `UPDATE service.matrix_version SET state = 'adopted', number = 2, effective = now(), adopted_by = 'x' WHERE id = $1`;
    await expect(database.service.query(unsigned, [id])).rejects.toThrow(/check/);
  });
});

describe('a draft that no version may be', () => {
  it.each<[string, object, number, string]>([
    [
      'ETREAT',
      { ...matrix.nurse, purposes: ['TREAT', 'ETREAT'], sources: { ETREAT: 'x' } },
      422,
      'nurse.purposes.ETREAT',
    ],
    [
      'INTERPRET',
      { ...matrix.nurse, purposes: ['TREAT', 'INTERPRET'], sources: { INTERPRET: 'x' } },
      422,
      'nurse.purposes.INTERPRET',
    ],
    [
      'the journal',
      { ...matrix.nurse, writes: ['journal'], sources: { journal: 'x' } },
      422,
      'nurse.writes.journal',
    ],
    [
      'others’ refusals',
      { ...matrix.nurse, writes: ['directive'], sources: { directive: 'x' } },
      422,
      'nurse.writes.directive',
    ],
    [
      'no source',
      { ...matrix.nurse, reads: [...matrix.nurse.reads, 'summary'] },
      422,
      'nurse.sources.summary',
    ],
    ['a domain that nobody knows', { ...matrix.nurse, reads: ['genome'] }, 400, 'nurse/reads'],
    ['a purpose that nobody knows', { ...matrix.nurse, purposes: ['ALL'] }, 400, 'nurse/purposes'],
    ['a member that nobody knows', { ...matrix.nurse, refusal: 'own' }, 400, 'nurse'],
  ])('%s: refused with the field, and nothing is kept', async (_, nurse, status, field) => {
    const made = await draft();
    const answer = await save(made, nurse);
    expect([answer.statusCode, answer.body]).toEqual([status, expect.stringContaining(field)]);
    expect((await ask('pilote', 'GET', `/versions/${made.id}`)).json().changes).toEqual([]);
  });

  it('the last that may edit stays, and the software’s own rows do', async () => {
    const made = await draft();
    const rows = { ...rowsOf(made), operations: { ...matrix.operations, writes: [] } };
    const put = (body: object) =>
      ask('pilote', 'PUT', `/versions/${made.id}`, { revision: 1, reason: 'x', ...body }, 'en-CA');
    expect((await put({ rows })).body).toContain('operations.writes.registry: Nobody could edit');
    expect((await put({ rows: { ...rowsOf(made), none: matrix.physician } })).statusCode).toBe(400);
  });
});

describe('what a version that was proposed says', () => {
  it.each<[string, string]>([
    ['its table', `content = '{}'`],
    ['its reason', `reason = 'autre'`],
    ['its author', `author = 'Practitioner/x'`],
    ['its state, past the steps', `state = 'draft', number = 9, effective = now(), adopted_by = 'x'`],
  ])('%s is not changed, by the database’s own rule', async (_, change) => {
    const { id } = await proposed(nurseReads('summary'));
    const update = database.service.query(`UPDATE service.matrix_version SET ${change} WHERE id = $1`, [id]);
    await expect(update).rejects.toThrow(/matrix/);
  });

  it('none is deleted, by whoever it is; nor is the author the one who puts it in force', async () => {
    const { id } = await proposed(nurseReads('summary'));
    await expect(database.service.query('DELETE FROM service.matrix_version')).rejects.toThrow(/permission/);
    await expect(database.service.query('DELETE FROM service.matrix_event')).rejects.toThrow(/permission/);
    const self = `UPDATE service.matrix_version SET state = 'adopted', number = 2, effective = now(), adopted_by = author WHERE id = $1`;
    await expect(database.service.query(self, [id])).rejects.toThrow(/check/);
  });
});

describe('a preview', () => {
  const preview = async (who: Who, id: string, profile: string, usager = 'anne', purpose = 'TREAT') =>
    ask(who, 'GET', `/preview?version=${id}&profile=${profile}&purpose=${purpose}&usager=${usager}`);

  it('counts, by domain, what a profile would see by the table in force and by the draft', async () => {
    const { id } = await must(save(await draft(), nurseReads('summary')));
    const answer = (await preview('surveillance', id, 'nurse')).json();
    expect(answer.before).toMatchObject({ permit: true, counts: { identity: 1, laboratory: 2 } });
    expect(answer.before.counts).not.toHaveProperty('summary');
    expect(answer.after).toMatchObject({ counts: { identity: 1, laboratory: 2, summary: 1 } });
    expect(answer.after.counts).not.toHaveProperty('directive');
    const [line] = await database.asOwner<{ entry: string }>(
      `SELECT entry FROM record.journal WHERE entry::jsonb->>'interaction' = 'matrix-preview'
        AND actor = 'Practitioner/surveillance' AND position('as nurse for TREAT' in entry) > 0 ORDER BY at DESC`,
    );
    expect(JSON.parse(line!.entry)).toMatchObject({
      ...{ usager: 'anne', outcome: 'success', who: { name: 'Personne surveillance' } },
      query: { text: expect.stringContaining('as nurse for TREAT') },
    });
  });

  it('obeys a refusal; the person themself still sees their record', async () => {
    await database.asOwner(
      `INSERT INTO record.refusal (consent, usager, active, start) VALUES ('r', 'anne', true, '2020-01-01')`,
    );
    const nurse = (await preview('pilote', '1', 'nurse')).json();
    const citizen = (await preview('pilote', '1', 'citizen', 'anne', 'PATRQT')).json();
    await database.asOwner(`DELETE FROM record.refusal WHERE consent = 'r'`);
    expect(nurse.before.counts).toEqual({ identity: 1 });
    expect(citizen.before.counts).toMatchObject({ identity: 1, laboratory: 2, summary: 1 });
  });

  it('says why a profile that may not sees nothing', async () => {
    const answer = (await preview('pilote', '1', 'archivist')).json();
    expect(answer.before).toMatchObject({ permit: false, text: expect.stringContaining('purpose') });
  });

  it('is of the demonstration’s persons alone, and of none elsewhere', async () => {
    expect((await preview('pilote', '1', 'nurse', 'somebody')).statusCode).toBe(404);
    const bare = Fastify();
    keepToSchemas(bare);
    bare.addHook('onRequest', async request => {
      Object.assign(request, { actor: cast.pilote, origin, purpose: { of: 'HOPERAT' } });
    });
    const acts = { prepare: () => Promise.reject(new Error('not asked')) };
    await bare.register(routes({ pool: database.service, gate, acts, journal: async () => {} }));
    const url = '/preview?version=1&profile=nurse&purpose=TREAT&usager=anne';
    expect((await bare.inject({ url })).statusCode).toBe(404);
    expect((await bare.inject({ url: '/preview/usagers' })).json()).toEqual({ usagers: null });
    await bare.close();
  });
});
