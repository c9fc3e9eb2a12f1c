import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type OpenedGate, openGate, migrations as recordMigrations } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, actSystem } from '@continuum/trust-access';
import { signedAct, toProvenanceSignature, verifyAct } from '@continuum/trust-signature';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKeys } from '../enrolment/index.ts';
import { migrations, registerCredential } from '../index.ts';
import { softwareAuthenticator, testAuthority } from '../testing/index.ts';
import { exportAct } from './export-act.ts';
import { createSignedActs, type PreparedAct, type SignedActs } from './signed-acts.ts';
import type { Signer } from './signer.ts';

const publicUrl = 'https://exchange.example';
const origin = { request: 'r1', address: '192.0.2.1', channel: 'api' };

let database: TestDatabase;
let gate: OpenedGate;
let house: Awaited<ReturnType<typeof testAuthority>>;
let acts: SignedActs;
let ahead = 0;
const data = mkdtempSync(join(tmpdir(), 'continuum-signed-'));
const clock = () => new Date(Date.now() + ahead);

type Key = ReturnType<typeof softwareAuthenticator>;

/** A physician with a key of their own, signed in. */
async function physician(name: string, key: Key = softwareAuthenticator()): Promise<Signer & { key: Key }> {
  const holder = `Practitioner/${name}`;
  const publicKey = key.publicKey.export({ format: 'jwk' });
  const certificate = await house.certify(holder, publicKey);
  await registerCredential(database.service, {
    ...{ id: key.id, userName: name, holder, kind: 'fido2', publicKey, certificate },
  });
  const actor: Actor = {
    ...{ kind: 'practitioner', id: holder, name, profile: 'physician' },
    organization: { id: 'clinique', name: 'Clinique' },
    credential: { kind: 'key', id: key.id },
  };
  return { actor, purpose: { of: 'TREAT' }, origin, session: Buffer.from(`session of ${name}`), key };
}

let anne: Signer & { key: Key };
let luc: Signer & { key: Key };

beforeAll(async () => {
  database = await testDatabase([...recordMigrations, migrations]);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  house = await testAuthority(database.service);
  const { authority } = house;
  acts = createSignedActs({
    ...{ pool: database.service, gate, authority, clock },
    journalKey: () => gate.journal.publicKey(),
  });
  [anne, luc] = [await physician('anne'), await physician('luc')];
});
afterAll(async () => {
  await gate?.close();
  await house?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

const prescription = () => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { text: 'Amoxicilline 500 mg' },
  subject: { reference: 'Patient/u1' },
  authoredOn: new Date().toISOString(),
  requester: { reference: anne.actor.id },
  dosageInstruction: [{ text: '1 capsule 3 fois par jour' }],
});

async function prepared(by: Signer = anne, resource: Resource = prescription()): Promise<PreparedAct> {
  const outcome = await acts.prepare(by, { code: 'prescribe', resource });
  if (!outcome.ok) throw new Error(outcome.text);
  return outcome.prepared;
}

const signedBy = (key: Key, { act, challenge }: PreparedAct) => ({
  ...{ act, assertion: key.get(challenge, publicUrl) },
});

type Identified = Resource & { id: string };

async function prescribed(): Promise<{ id: string; act: Identified }> {
  const ready = await prepared();
  const done = await acts.sign(anne, signedBy(anne.key, ready));
  if (!done.ok) throw new Error(done.text);
  return { id: done.act.split('/')[1]!, act: JSON.parse(ready.act) as Identified };
}

const accessOf = ({ actor }: Signer) => gate.open(actor, { of: 'TREAT' }, origin);

/** As soon as the journal has numbered it. */
async function exported(by: Signer, id: string, version?: number): Promise<string> {
  for (;;) {
    await gate.journal.sequence();
    const found = await exportAct(accessOf(by), house.authority, { type: 'MedicationRequest', id, version });
    if (found.outcome === 'found') return found.text;
    if (found.outcome !== 'pending') throw new Error(found.outcome);
  }
}

/** In that many milliseconds, the clock of the process apart from nothing else. */
async function later<T>(ms: number, what: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
  try {
    return await what();
  } finally {
    vi.useRealTimers();
  }
}

async function revoked({ key }: { key: Key }): Promise<void> {
  const journal = (event: Parameters<OpenedGate['attempt']>[0]) => gate.attempt(event);
  const keys = createKeys({ pool: database.service, authority: house.authority, journal });
  const by = { actor: { ...luc.actor, id: 'Practitioner/gaa' }, origin };
  expect(await keys.change(key.id, 'revoke', by)).toMatchObject({ changed: true });
}

const cancelled = (act: Identified): Identified => ({
  ...act,
  status: 'cancelled',
  statusReason: { text: 'Allergie' },
});

describe('an act that nobody can sign yet', () => {
  it('is not prepared while the journal’s key has no certificate', async () => {
    expect(await acts.prepare(anne, { code: 'prescribe', resource: prescription() })).toMatchObject({
      ok: false,
      why: 'unavailable',
    });
    await house.authority.certifyJournal(await gate.journal.publicKey());
  });
});

describe('an act that is signed', () => {
  it('is written with its signature, and proven by its export and the root alone', async () => {
    const { id } = await prescribed();
    const text = await exported(anne, id);
    expect(verifyAct(text, [house.authority.root])).toEqual([
      { ok: true, act: expect.objectContaining({ act: `MedicationRequest/${id}`, signer: anne.actor.id }) },
    ]);
    expect(verifyAct(text.replace('3 fois', '9 fois'), [house.authority.root])).toMatchObject([
      { ok: false, why: 'content-changed' },
    ]);
  });

  it('is proven though the journal stood still for two hours, and its key was revoked meanwhile', async () => {
    const ada = await physician('ada');
    const done = await acts.sign(ada, signedBy(ada.key, await prepared(ada)));
    if (!done.ok) throw new Error(done.text);
    await revoked(ada);
    const text = await later(2 * 3_600_000, () => exported(ada, done.act.split('/')[1]!));
    expect(verifyAct(text, [house.authority.root])).toMatchObject([{ ok: true, act: { act: done.act } }]);
  });

  it('is cancelled by another act; both are proven, each as its own version', async () => {
    const { id, act } = await prescribed();
    const proposal = { code: 'cancel-prescription', resource: cancelled(act), replaces: 1 } as const;
    const outcome = await acts.prepare(anne, proposal);
    if (!outcome.ok) throw new Error(outcome.text);
    expect(await acts.sign(anne, signedBy(anne.key, outcome.prepared))).toMatchObject({
      ok: true,
      version: 2,
    });
    const root = [house.authority.root];
    expect(verifyAct(await exported(anne, id), root)).toMatchObject([
      { ok: true, act: { activity: 'Annulation d’une ordonnance' } },
    ]);
    expect(verifyAct(await exported(anne, id, 1), root)).toMatchObject([
      { ok: true, act: { activity: 'Ordonnance' } },
    ]);
  });

  it('is not changed, deleted or replaced by its own author’s session, nor is what bears its signature', async () => {
    const { id, act } = await prescribed();
    const access = accessOf(anne);
    const [signed] = await access.signedVersions('MedicationRequest', [id]);
    const bearer = await access.read('Provenance', signed!.provenance);
    if (bearer.outcome !== 'found') throw new Error(bearer.outcome);
    const provenance = JSON.parse(bearer.stored.body) as Identified;
    const attempts = [
      { verb: 'upsert', resource: cancelled(act) },
      { verb: 'upsert', resource: cancelled(act), ifMatch: 1 },
      { verb: 'delete', type: 'MedicationRequest', id },
      { verb: 'upsert', resource: { ...provenance, recorded: '2020-01-01T00:00:00Z' } },
      { verb: 'delete', type: 'Provenance', id: provenance.id },
    ] as const;
    for (const change of attempts)
      expect(await access.write([change]), JSON.stringify(change).slice(0, 80)).toMatchObject({
        outcome: 'denied',
        decision: { denial: 'signature-missing' },
      });
    expect(await access.read('MedicationRequest', id)).toMatchObject({ stored: { version: 1 } });
  });

  it('is not changed past the gate either: the database refuses it', async () => {
    const { id } = await prescribed();
    const past = database.record.transaction(async tx => {
      await tx.query(
        `INSERT INTO record.version SELECT owner, type, id, version, updated, domain, collected, others, deleted, deposit, body
           FROM record.resource WHERE type = 'MedicationRequest' AND id = $1`,
        [id],
      );
    });
    await expect(past).rejects.toThrow(/signed in turn/);
  });

  it('is the only way in which a person prescribes', async () => {
    const written = await accessOf(anne).write([{ verb: 'create', resource: prescription() }]);
    expect(written).toMatchObject({ outcome: 'denied', decision: { denial: 'signature-missing' } });
  });
});

describe('what does not become an act', () => {
  const refused = async (by: Signer, request: Parameters<SignedActs['sign']>[1], why: string) =>
    expect(await acts.sign(by, request)).toMatchObject({ ok: false, why });

  it('what was changed between its preparation and its signature', async () => {
    const ready = await prepared();
    const changed = { ...ready, act: ready.act.replace('3 fois', '9 fois') };
    await refused(anne, signedBy(anne.key, changed), 'not-signed');
    await refused(anne, signedBy(anne.key, ready), 'not-prepared');
  });

  it('what is signed over another challenge than the one that was prepared', async () => {
    const ready = await prepared();
    const other = Buffer.alloc(32, 7).toString('base64url');
    await refused(anne, signedBy(anne.key, { ...ready, challenge: other }), 'not-prepared');
  });

  it('what is sent a second time', async () => {
    const request = signedBy(anne.key, await prepared());
    expect(await acts.sign(anne, request)).toMatchObject({ ok: true });
    await refused(anne, request, 'not-prepared');
  });

  it('what another session of the same person sends, or a colleague; and it spoils nothing', async () => {
    const ready = await prepared();
    const request = signedBy(anne.key, ready);
    await refused({ ...anne, session: Buffer.from('another') }, request, 'not-prepared');
    await refused(luc, request, 'not-prepared');
    await refused({ ...luc, session: anne.session }, request, 'not-prepared');
    expect(await acts.sign(anne, request)).toMatchObject({ ok: true });
  });

  it('what a colleague’s key signs in somebody’s session', async () => {
    const ready = await prepared();
    await refused(anne, signedBy(luc.key, ready), 'not-signed');
    const again = await prepared();
    const forged = luc.key.get(again.challenge, publicUrl);
    await refused(anne, { act: again.act, assertion: { ...forged, id: anne.key.id } }, 'not-signed');
  });

  it('what a key signs without having verified its holder, or for a page elsewhere', async () => {
    const unverified = softwareAuthenticator({ flags: 0x01 });
    const eve = await physician('eve', unverified);
    await refused(eve, signedBy(unverified, await prepared(eve)), 'not-signed');
    const ready = await prepared();
    const elsewhere = anne.key.get(ready.challenge, 'https://exchange.example.evil');
    await refused(anne, { act: ready.act, assertion: elsewhere }, 'not-signed');
  });

  it('what is signed after its minutes are over', async () => {
    const request = signedBy(anne.key, await prepared());
    ahead = 6 * 60_000;
    await refused(anne, request, 'not-prepared');
    ahead = 0;
  });

  it('what is signed by a key that was revoked after the preparation', async () => {
    const rose = await physician('rose');
    const request = signedBy(rose.key, await prepared(rose));
    await revoked(rose);
    await refused(rose, request, 'not-allowed');
  });

  it('what a profile may not sign, and what the table does not have', async () => {
    const nurse = { ...luc, actor: { ...luc.actor, profile: 'nurse' as const } };
    const resource = prescription();
    expect(await acts.prepare(nurse, { code: 'prescribe', resource })).toMatchObject({ why: 'not-allowed' });
    const application = { ...luc, actor: { ...luc.actor, application: { id: 'app', name: 'App' } } };
    expect(await acts.prepare(application, { code: 'prescribe', resource })).toMatchObject({
      why: 'not-allowed',
    });
    await expect(
      acts.prepare(luc, { code: 'prescribe', resource: { resourceType: 'Patient' } }),
    ).rejects.toThrow(TypeError);
  });

  it.each<[string, (serial: string) => Promise<Buffer>, string]>([
    ['an answer from before the revocation', serial => house.authority.statusOf(serial), 'revoked'],
    [
      'an answer from before, over another signature',
      serial => house.authority.statusOf(serial, Buffer.alloc(32, 1)),
      'revocation-unknown',
    ],
  ])(
    'backdated by a key that was revoked, with %s, by whoever can write in the record, it proves nothing',
    async (_, answerOf, why) => {
      const eve = await physician(`eve-${why}`);
      const [certificate] = await house.authority.list(eve.actor.id);
      const before = await answerOf(certificate!.serial);
      await revoked(eve);
      const recorded = new Date();
      const id = randomUUID();
      const act = { ...prescription(), id, requester: { reference: eve.actor.id } };
      const activity = { system: actSystem, code: 'prescribe', display: 'Ordonnance' };
      const claims = { activity, signer: eve.actor.id, recorded: recorded.toISOString() };
      const provenance = toProvenanceSignature({
        ...{ id: randomUUID(), target: `MedicationRequest/${id}`, claims, ocsp: before },
        assertion: eve.key.get(signedAct(act, claims).toString('base64url'), publicUrl),
        certificates: [certificate!.der, house.authority.issuing],
      });
      const changes = [act, provenance].map(resource => ({ verb: 'create', resource, fresh: true }) as const);
      const written = await accessOf(eve).write(changes, { act: { code: 'prescribe', recorded } });
      expect(written).toMatchObject({ outcome: 'written' });
      expect(verifyAct(await exported(eve, id), [house.authority.root])).toMatchObject([{ ok: false, why }]);
    },
  );

  it('what is not valid in its profile', async () => {
    const { requester: _, ...resource } = prescription();
    expect(await acts.prepare(anne, { code: 'prescribe', resource })).toMatchObject({
      ok: false,
      why: 'invalid',
      issues: [expect.objectContaining({ severity: 'error' })],
    });
  });

  it('a cancellation by somebody else than who prescribed', async () => {
    const { act } = await prescribed();
    const proposal = { code: 'cancel-prescription', resource: cancelled(act), replaces: 1 } as const;
    const outcome = await acts.prepare(luc, proposal);
    if (!outcome.ok) throw new Error(outcome.text);
    await refused(luc, signedBy(luc.key, outcome.prepared), 'not-allowed');
  });

  it('a cancellation of a version that was overtaken', async () => {
    const { act } = await prescribed();
    const proposal = { code: 'cancel-prescription', resource: cancelled(act), replaces: 1 } as const;
    const [first, second] = [await acts.prepare(anne, proposal), await acts.prepare(anne, proposal)];
    if (!first.ok || !second.ok) throw new Error('not prepared');
    expect(await acts.sign(anne, signedBy(anne.key, first.prepared))).toMatchObject({ ok: true });
    await refused(anne, signedBy(anne.key, second.prepared), 'overtaken');
  });
});
