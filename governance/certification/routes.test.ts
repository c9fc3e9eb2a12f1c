import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type DoorEvent, type OpenedGate, migrations as ofRecord, openGate } from '@continuum/record-gate';
import { createSignedActs, exportAct, migrations as ofCredentials } from '@continuum/registries-credential';
import { signingDesk, testAuthority } from '@continuum/registries-credential/testing';
import {
  createPartners,
  migrations as ofPartners,
  type Partner,
  type Partners,
} from '@continuum/registries-partner';
import { dayOf, yearsFrom } from '@continuum/standards-calendar';
import { type Actor, type Profile, unknownActor, usualPurpose } from '@continuum/trust-access';
import { verifyAct } from '@continuum/trust-signature';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Asked, type CertificationDeps, proposeAttestation } from './attest.ts';
import { migrations } from './index.ts';
import { routes } from './routes.ts';
import { proposeWithdrawal } from './withdraw.ts';

const origin = { request: 'r', address: '192.0.2.1', channel: 'api' };
const person = (id: string, profile: Profile): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: `Personne ${id}`, profile },
  credential: { kind: 'key', id: `key-of-${id}` },
});
const certification = person('certification', 'certification');
const cast = {
  ...{ certification, colleague: person('colleague', 'certification') },
  operations: person('pilote', 'operations'),
  surveillance: person('surveillance', 'surveillance'),
  aga: person('aga', 'access-manager'),
  archivist: person('archivist', 'archivist'),
  physician: person('physician', 'physician'),
  noProfile: person('newcomer', 'none'),
  application: { ...certification, application: { id: 'app', name: 'App' } },
  noKey: { ...certification, credential: { kind: 'client-assertion', id: 'x' } },
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
let deps: CertificationDeps;
let partners: Partners;
let now: Date;
const events: DoorEvent[] = [];

const ask = (who: Who, method: 'GET' | 'POST', url: string, payload?: object, language = 'fr-CA') =>
  app.inject({ method, url, payload, headers: { 'x-who': who, 'accept-language': language } });

const today = () => dayOf(now);
const asked = (more: Partial<Asked> = {}): Asked => ({
  ...{ client: 'dme-nord', version: '4.2.1', penetrationTest: today() },
  requirements: {
    ...{ security: 'Exigences 1 à 40', privacy: 'Évaluation des facteurs relatifs à la vie privée' },
    ...{ performance: '95 % sous 500 ms', technology: 'FHIR R4, SMART 2.2' },
  },
  ...more,
});
/** What somebody signs, as their screen does. */
async function signed(more: Partial<Asked> = {}, who: 'certification' | 'colleague' = 'certification') {
  const caller = { actor: cast[who], purpose: usualPurpose('certification'), origin };
  const proposed = await proposeAttestation(deps, caller, asked(more));
  if (!('done' in proposed)) throw new Error(proposed.refused);
  return (await sign(cast[who], { code: 'certify', resource: proposed.value }))!;
}
async function attested(more: Partial<Asked> = {}): Promise<{ id: string; act: string; until: string }> {
  const answer = await ask('certification', 'POST', '/attestations', await signed(more));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}
/** What somebody who withdraws an attestation signs, as their screen does. */
async function signedWithdrawal(
  id: string,
  reason: string,
  who: 'certification' | 'colleague' = 'certification',
) {
  const caller = { actor: cast[who], purpose: usualPurpose('certification'), origin };
  const proposed = await proposeWithdrawal(deps, caller, { id, reason });
  if (!('done' in proposed)) throw new Error(proposed.refused);
  return (await sign(cast[who], { code: 'withdraw-certification', resource: proposed.value }))!;
}
const productsOf = async () => (await ask('certification', 'GET', '/products')).json().products;

beforeAll(async () => {
  database = await testDatabase([...ofRecord, ofPartners, ofCredentials, migrations]);
  data = await mkdtemp(join(tmpdir(), 'continuum-certification-'));
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const pool = database.service;
  issuing = await testAuthority(pool);
  const { authority, certify } = issuing;
  await authority.certifyJournal(await gate.journal.publicKey());
  const acts = createSignedActs({ pool, gate, authority, journalKey: () => gate.journal.publicKey() });
  const desk = { pool, acts, certify, origin, screen: 'https://exchange.example' };
  sign = await signingDesk(desk, [cast.certification, cast.colleague]);
  partners = createPartners({ service: pool });
  const partner: Omit<Partner, 'clientId' | 'name'> = {
    ...{ organization: { id: 'nord', name: 'Logiciels du Nord' }, profile: 'hospital-system' },
    ...{ jwks: { keys: [] }, registersUsagers: false, redirectUris: [], state: 'active', senders: [] },
  };
  await partners.register({ ...partner, clientId: 'dme-nord', name: 'DMÉ du Nord' });
  await partners.register({ ...partner, clientId: 'pharmacie', name: 'Pharmacie' });
  deps = {
    ...{ pool, gate, partners, clock: () => now },
    journal: async event => void events.push(event),
  };
  app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    const actor: Actor = cast[request.headers['x-who'] as Who];
    Object.assign(request, { actor, origin, purpose: usualPurpose(actor.profile) });
  });
  await app.register(routes({ ...deps, acts, required: false }));
});
beforeEach(async () => {
  now = new Date();
  events.length = 0;
  await database.asOwner('TRUNCATE service.product_attestation');
});
afterAll(async () => {
  await app?.close();
  await issuing?.close();
  await gate?.close();
  await database?.drop();
  await rm(data, { recursive: true, force: true });
});

const someId = '00000000-0000-4000-8000-000000000000';
const addresses = [
  ['GET', '/products', undefined],
  ['GET', `/attestations/${someId}`, undefined],
  ['POST', '/proposals', {}],
  ['POST', '/attestations', { act: 'VerificationResult/x', version: 1 }],
  ['POST', `/attestations/${someId}/withdrawal-proposals`, { reason: 'essai' }],
  ['POST', `/attestations/${someId}/withdrawal`, { act: 'VerificationResult/x', version: 1 }],
] as const;
const others = (Object.keys(cast) as Who[]).filter(who => who !== 'certification' && who !== 'colleague');

describe('those who certify, and nobody else', () => {
  it.each(others.flatMap(who => addresses.map(([method, url, body]) => ({ who, method, url, body }))))(
    '$who: $method $url is refused, and journalled',
    async ({ who, method, url, body }) => {
      const answer = await ask(who, method, url, url === '/proposals' ? asked() : body);
      expect(answer.statusCode).toBe(who === 'nobody' ? 401 : 403);
      expect(events).toMatchObject([{ action: 'attempt', outcome: 'denied', why: 'certification' }]);
    },
  );
});

describe('a version that is attested', () => {
  it('stands three years from its signature, and says what was signed', async () => {
    const { id, act, until } = await attested();
    expect(until).toBe(yearsFrom(today(), 3));
    expect(events).toMatchObject([{ action: 'certification-attest', outcome: 'success' }]);
    const shown = (await ask('colleague', 'GET', `/attestations/${id}`)).json();
    expect(shown).toMatchObject({ ...asked(), act, state: 'attested', saysWhatWasSigned: true });
    expect(await productsOf()).toMatchObject([
      { client: 'dme-nord', organization: 'Logiciels du Nord', attestations: [{ id, state: 'attested' }] },
      { client: 'pharmacie', attestations: [] },
    ]);
  });

  it('is told of the version that a product runs, as it is registered', async () => {
    const running = async () => (await productsOf())[0].running;
    expect(await running()).toBeNull();
    await partners.setVersion('dme-nord', '4.2.1');
    expect(await running()).toEqual({ version: '4.2.1', state: 'none' });
    const { id } = await attested();
    expect(await running()).toEqual({ version: '4.2.1', state: 'attested' });
    await ask('certification', 'POST', `/attestations/${id}/withdrawal`, await signedWithdrawal(id, 'Fin'));
    expect(await running()).toEqual({ version: '4.2.1', state: 'withdrawn' });
  });

  it('has expired the day after, and may be attested anew', async () => {
    const { id, until } = await attested();
    now = new Date(`${until}T18:00:00Z`);
    expect((await ask('certification', 'GET', `/attestations/${id}`)).json().state).toBe('attested');
    now = new Date(now.getTime() + 86_400_000);
    expect((await ask('certification', 'GET', `/attestations/${id}`)).json().state).toBe('expired');
    await expect(attested()).resolves.toMatchObject({ until: yearsFrom(today(), 3) });
  });

  it('is registered once, asked twice; and not twice at a time', async () => {
    const [one, other] = [await signed(), await signed()];
    const first = await ask('certification', 'POST', '/attestations', one);
    const again = await ask('certification', 'POST', '/attestations', one);
    expect(again.json()).toEqual(first.json());
    const late = await ask('certification', 'POST', '/attestations', other);
    expect([late.statusCode, late.body]).toEqual([409, expect.stringContaining('version: ')]);
    expect((await ask('certification', 'POST', '/proposals', asked())).statusCode).toBe(409);
    await attested({ version: '4.2.2' });
  });

  it('rests on an act of who registers it, signed that day, and on no other', async () => {
    const mine = await signed();
    const refusedAs = async (who: Who, body: object) => {
      const answer = await ask(who, 'POST', '/attestations', body);
      return [answer.statusCode, answer.body.includes('act: ')];
    };
    expect(await refusedAs('colleague', mine)).toEqual([422, true]);
    expect(await refusedAs('certification', { ...mine, version: mine.version + 1 })).toEqual([422, true]);
    expect(await refusedAs('certification', { act: 'VerificationResult/none', version: 1 })).toEqual([
      422,
      true,
    ]);
    now = new Date(now.getTime() + 2 * 86_400_000);
    expect(await refusedAs('certification', mine)).toEqual([422, true]);
    expect((await productsOf())[0].attestations).toEqual([]);
  });

  it('tells when its row no longer says what was signed', async () => {
    const { id } = await attested();
    await database.asOwner('ALTER TABLE service.product_attestation DISABLE TRIGGER keep_attestation');
    await database.asOwner('UPDATE service.product_attestation SET version = $2 WHERE id = $1', [id, '9.9']);
    await database.asOwner('ALTER TABLE service.product_attestation ENABLE TRIGGER keep_attestation');
    const shown = (await ask('certification', 'GET', `/attestations/${id}`)).json();
    expect(shown).toMatchObject({ version: '9.9', saysWhatWasSigned: false });
  });
});

describe('what is not attested, by its field', () => {
  const without = ({ penetrationTest: _, ...rest }: Asked) => rest;
  it.each([
    ['no penetration test', 400, 'penetrationTest', () => without(asked())],
    ['a test that is no day', 400, 'penetrationTest', () => asked({ penetrationTest: '2026-02-30' })],
    ['a test to come', 422, 'penetrationTest', () => asked({ penetrationTest: yearsFrom(today(), 1) })],
    ['an old test', 422, 'penetrationTest', () => asked({ penetrationTest: yearsFrom(today(), -2) })],
    ['nobody’s product', 422, 'client', () => asked({ client: 'absent' })],
    ['a version with spaces', 400, 'version', () => asked({ version: ' 4.2.1' })],
    [
      'a family without words',
      400,
      'privacy',
      () => asked({ requirements: { ...asked().requirements, privacy: ' ' } }),
    ],
    ['another field', 400, '/until: inconnu ici', () => ({ ...asked(), until: '2099-01-01' })],
  ])('%s: %i, %s', async (_, status, field, body) => {
    const answer = await ask('certification', 'POST', '/proposals', body());
    expect([answer.statusCode, answer.body]).toEqual([status, expect.stringContaining(field)]);
  });

  it('a family that is left out, by its name', async () => {
    const { technology: _, ...requirements } = asked().requirements;
    const answer = await ask('certification', 'POST', '/proposals', { ...asked(), requirements });
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('technology')]);
  });

  it('in the language of who asks', async () => {
    const body = asked({ client: 'absent' });
    expect((await ask('certification', 'POST', '/proposals', body)).body).toContain('aucun partenaire');
    expect((await ask('certification', 'POST', '/proposals', body, 'en-CA')).body).toContain('no partner');
  });

  it('a page that nothing gave', async () => {
    const answer = await ask('certification', 'GET', '/products?after=absent');
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('after')]);
  });
});

describe('a withdrawal', () => {
  const proposal = (id: string, reason: string) =>
    ask('certification', 'POST', `/attestations/${id}/withdrawal-proposals`, { reason });
  const register = (id: string, signed: object, who: Who = 'certification') =>
    ask(who, 'POST', `/attestations/${id}/withdrawal`, signed);
  const withdraw = async (id: string, reason = 'Faille non corrigée') =>
    register(id, await signedWithdrawal(id, reason));

  it('ends it for good, with its reason and who did; the row stays', async () => {
    const { id } = await attested();
    events.length = 0;
    const answer = await withdraw(id);
    expect(answer.statusCode, answer.body).toBe(200);
    const withdrawal = { reason: 'Faille non corrigée', byName: 'Personne certification' };
    expect(answer.json()).toMatchObject({ state: 'withdrawn', withdrawal });
    expect((await ask('colleague', 'GET', `/attestations/${id}`)).json().saysWhatWasSigned).toBe(true);
    expect(events).toMatchObject([{ action: 'certification-withdraw', about: `product attestation ${id}` }]);
    expect((await proposal(id, 'Autre raison')).statusCode).toBe(409);
    const [{ attestations }] = await productsOf();
    expect(attestations).toMatchObject([{ id, state: 'withdrawn', withdrawal }]);
  });

  it('is not undone by an act that was signed before it', async () => {
    const [first, kept] = [await signed(), await signed()];
    const { id } = (await ask('certification', 'POST', '/attestations', first)).json();
    now = new Date();
    await withdraw(id);
    expect((await ask('certification', 'POST', '/attestations', kept)).statusCode).toBe(422);
  });

  it('asks for a reason, and for an attestation that there is', async () => {
    const { id } = await attested();
    expect((await proposal(id, '  ')).body).toContain('reason');
    expect((await proposal(someId, 'Fin')).statusCode).toBe(404);
    expect((await ask('certification', 'GET', `/attestations/${id}`)).json().state).toBe('attested');
  });

  it('is signed by whoever ends it, of that attestation, that day; two at once end it once', async () => {
    const [{ id }, other] = [await attested(), await attested({ version: '5.0' })];
    const [mine, again] = [await signedWithdrawal(id, 'Faille'), await signedWithdrawal(id, 'Autre')];
    const { act } = (await ask('certification', 'GET', `/attestations/${id}`)).json();
    const refused = [422, true];
    const asked = async (answer: ReturnType<typeof register>) => {
      const { statusCode, body } = await answer;
      return [statusCode, body.includes('act: ')];
    };
    expect(await asked(register(id, mine, 'colleague'))).toEqual(refused);
    expect(await asked(register(other.id, mine))).toEqual(refused);
    expect(await asked(register(id, { act, version: 1 }))).toEqual(refused);
    expect(await asked(register(id, { ...mine, version: 2 }))).toEqual(refused);
    expect(await asked(register(id, { act: 'VerificationResult/none', version: 1 }))).toEqual(refused);
    now = new Date(now.getTime() + 2 * 86_400_000);
    expect(await asked(register(id, mine))).toEqual(refused);
    now = new Date(now.getTime() - 2 * 86_400_000);
    const ended = await Promise.all([register(id, mine), register(id, again)]);
    expect(ended.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const first = ended.find(({ statusCode }) => statusCode === 200)!.json();
    const repeated = await register(id, first.withdrawal.act === mine.act ? mine : again);
    expect([repeated.statusCode, repeated.json()]).toEqual([200, first]);
  });

  it('is proven by its export and the root alone, as it was signed', async () => {
    const { id } = await attested();
    const { act } = (await withdraw(id)).json().withdrawal;
    const access = gate.open(certification, usualPurpose('certification'), origin);
    const found = await vi.waitUntil(
      async () => {
        await gate.journal.sequence();
        const [type, of] = act.split('/');
        const exported = await exportAct(access, issuing.authority, { type, id: of });
        return exported.outcome === 'found' && exported;
      },
      { timeout: 20_000 },
    );
    const { root } = issuing.authority;
    expect(verifyAct(found.text, [root])).toMatchObject([
      { ok: true, act: { act, signer: certification.id } },
    ]);
    const other = found.text.replace('Faille non corrigée', 'Faille sans suite');
    expect(verifyAct(other, [root])).toMatchObject([{ ok: false, why: 'content-changed' }]);
  });

  it('tells when its row no longer says what was signed', async () => {
    const { id } = await attested();
    await withdraw(id);
    await database.asOwner('ALTER TABLE service.product_attestation DISABLE TRIGGER keep_attestation');
    await database.asOwner(
      `UPDATE service.product_attestation SET withdrawal_reason = 'Autre' WHERE id = $1`,
      [id],
    );
    await database.asOwner('ALTER TABLE service.product_attestation ENABLE TRIGGER keep_attestation');
    expect((await ask('certification', 'GET', `/attestations/${id}`)).json().saysWhatWasSigned).toBe(false);
  });
});

describe('the table, whatever the server does', () => {
  const row = (more: string) => `
    INSERT INTO service.product_attestation (client_id, product, version, requirements, penetration_test, certified, until,
      act, act_version, certified_by, certified_by_name, recorded)
    SELECT client_id, product, version, requirements, penetration_test, certified, until,
      act || 'x', act_version, certified_by, certified_by_name, recorded
      FROM (SELECT * FROM service.product_attestation) a ${more}`;
  it.each([
    ['deletes none', 'DELETE FROM service.product_attestation', /permission denied/],
    ['changes none', 'UPDATE service.product_attestation SET until = until + 365', /not changed|violates/],
    ['attests no version twice at a time', row(''), /attested already/],
  ])('%s', async (_, statement, problem) => {
    await attested();
    await expect(database.service.query(statement)).rejects.toThrow(problem);
  });

  it('brings none back', async () => {
    const { id } = await attested();
    await ask('certification', 'POST', `/attestations/${id}/withdrawal`, await signedWithdrawal(id, 'Fin'));
    const back = `UPDATE service.product_attestation
      SET withdrawn = NULL, withdrawn_by = NULL, withdrawn_by_name = NULL, withdrawal_reason = NULL`;
    await expect(database.service.query(back)).rejects.toThrow(/withdrawn, once/);
  });
});
