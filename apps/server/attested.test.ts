import { connectMllp } from '@continuum/exchange-hl7v2-mllp';
import type { Partner } from '@continuum/registries-partner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securedApplication } from './testing/secured-application.ts';

type World = Awaited<ReturnType<typeof securedApplication>>;
type Server = Awaited<ReturnType<World['start']>>;
let world: World;
/** One process where attestation is required, and another like it; that of `world` itself lets in, and tells. */
let strict: Server;
let other: Server;

beforeAll(async () => {
  world = await securedApplication();
  [strict, other] = [
    await world.start({ PRODUCT_ATTESTATION: 'required' }),
    await world.start({ PRODUCT_ATTESTATION: 'required' }),
  ];
});
afterAll(() => world?.close());

const ask = '/fhir/R4/Patient?_count=1';
const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` });

/** A version that was attested, as governance/certification keeps it once it is signed. */
async function attest(clientId: string, version: string, years = 0): Promise<void> {
  await world.database.asOwner(
    `INSERT INTO service.product_attestation (client_id, product, version, requirements, penetration_test, certified, until,
       act, act_version, certified_by, certified_by_name, recorded)
     SELECT $1, 'Produit', $2, '{"security":"a","privacy":"b","performance":"c","technology":"d"}', d, d, d + interval '3 years',
       'VerificationResult/' || gen_random_uuid(), 1, 'Practitioner/c', 'C', now()
       FROM (SELECT ((now() AT TIME ZONE 'America/Toronto')::date - $3 * interval '1 year')::date AS d) x`,
    [clientId, version, years],
  );
}

const withdraw = (clientId: string) =>
  world.database.asOwner(
    `UPDATE service.product_attestation SET withdrawn = now(), withdrawn_by = 'Practitioner/c', withdrawn_by_name = 'C',
       withdrawal_reason = 'Faille', withdrawal_act = 'VerificationResult/' || gen_random_uuid(), withdrawal_act_version = 1
     WHERE client_id = $1 AND withdrawn IS NULL`,
    [clientId],
  );

/** A system with its token over its own connection. */
async function connected(clientId: string, at: Server, more: Partial<Partner> = {}) {
  const system = await world.enrol(clientId, { softwareVersion: '4.2.1', ...more });
  await attest(clientId, '4.2.1');
  const connection = world.connect(system.shown, at);
  const answer = await connection.token({ client_id: clientId });
  expect(answer.status, answer.body).toBe(200);
  const headers = bearer(answer.json().access_token);
  return { system, connection, read: () => connection.send('GET', ask, headers), headers };
}

const entriesOf = (clientId: string, why: string) =>
  world.database.asOwner(
    `SELECT entry::jsonb ->> 'outcome' AS outcome FROM record.journal
      WHERE actor = $1 AND entry::jsonb ->> 'reason' = $2`,
    [`Device/${clientId}`, why],
  );

describe('where the attestation of a product’s version is required', () => {
  it('a system whose version is attested connects', async () => {
    const { read } = await connected('atteste', strict);
    expect((await read()).status).toBe(200);
  });

  it('is refused from its next request on when it is withdrawn, on an open connection, at each process, and told why', async () => {
    const { system, connection, read, headers } = await connected('retire', strict);
    const elsewhere = world.connect(system.shown, other);
    expect([(await read()).status, (await elsewhere.send('GET', ask, headers)).status]).toEqual([200, 200]);
    await withdraw('retire');
    const [here, there] = [await read(), await elsewhere.send('GET', ask, headers)];
    expect([here.status, here.reused, there.status]).toEqual([403, true, 403]);
    expect(here.json()).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ code: 'forbidden', diagnostics: expect.stringContaining('its attestation was withdrawn') }],
    });
    const token = await connection.token({ client_id: 'retire' });
    expect(token.status).toBe(400);
    expect(token.json()).toMatchObject({
      error: 'unauthorized_client',
      error_description: expect.stringContaining('version 4.2.1'),
    });
    expect(await entriesOf('retire', 'product-withdrawn')).toEqual([
      { outcome: 'denied' },
      { outcome: 'denied' },
    ]);
  });

  it('writes nothing either, nor is anything kept of what it sends', async () => {
    const { connection, headers } = await connected('ecrit', strict, { registersUsagers: true });
    await withdraw('ecrit');
    const body = JSON.stringify({ resourceType: 'Patient', name: [{ family: 'Refus' }] });
    const json = { ...headers, 'content-type': 'application/fhir+json' };
    expect((await connection.send('POST', '/fhir/R4/Patient', json, body)).status).toBe(403);
    const kept = await world.database.asOwner(`SELECT FROM record.deposit WHERE source = 'ecrit'`);
    expect(kept).toEqual([]);
  });

  it.each<[string, string | undefined, number, string]>([
    ['never attested', '9.0', 0, 'nobody has attested it'],
    ['of which no version is registered', undefined, 0, 'no version of its product is registered'],
    ['whose attestation has expired', '4.0', 4, 'has expired'],
  ])('a system %s does not connect', async (_, softwareVersion, years, why) => {
    const clientId = `sans-${years}-${softwareVersion ?? 'aucune'}`;
    const system = await world.enrol(clientId, softwareVersion ? { softwareVersion } : {});
    if (years > 0) await attest(clientId, softwareVersion!, years);
    const answer = await world.connect(system.shown, strict).token({ client_id: clientId });
    expect([answer.status, answer.json().error_description]).toEqual([400, expect.stringContaining(why)]);
    // A token that it was given where attestation is not required opens nothing here.
    const lenient = await world.connect(system.shown).token({ client_id: clientId });
    const headers = bearer(lenient.json().access_token);
    expect((await world.connect(system.shown, strict).send('GET', ask, headers)).status).toBe(403);
  });

  it('comes back with the version that is attested, once it is registered', async () => {
    const { read } = await connected('revient', strict);
    await strict.rooms.partners.setVersion('revient', '5.0');
    expect((await read()).status).toBe(403);
    await attest('revient', '5.0');
    expect((await read()).status).toBe(200);
  });

  it('rejects its HL7 v2 messages, says why in the acknowledgment, and keeps nothing', async () => {
    const senders = [{ application: 'SIL-9', facility: 'EST' }];
    const { system } = await connected('labo-9', strict, { profile: 'laboratory-system', senders });
    const message = (control: string) =>
      `MSH|^~\\&|SIL-9|EST|C|R|20260301101500-0500||ORU^R01^ORU_R01|${control}|P|2.5.1\r` +
      'PID|1||TREM04121925^^^RAMQ^JHN||Tremblay^Mathieu||20041219|M\rOBR|1|||718-7^Hb^LN\r' +
      'OBX|1|NM|718-7^Hb^LN||140|g/L|||||F|||20260301100000-0500\r';
    const client = await connectMllp({ port: strict.mllpPort, tls: { ca: world.root, ...system.shown } });
    const send = async (control: string) => Buffer.from(await client.send(message(control))).toString();
    expect(await send('A1')).toContain('MSA|AA');
    await withdraw('labo-9');
    const answer = await send('A2');
    expect(answer).toContain('MSA|AR');
    expect(answer).toContain('its attestation was withdrawn');
    await client.close();
    const kept = await world.database.asOwner(`SELECT FROM record.deposit WHERE source = 'labo-9'`);
    expect(kept).toHaveLength(1);
    expect(await entriesOf('labo-9', 'product-withdrawn')).toEqual([{ outcome: 'denied' }]);
  });
});

describe('where it is only told', () => {
  it('a system whose version is not attested connects, and the journal says so once a day', async () => {
    const { read } = await connected('dit', world.server);
    await withdraw('dit');
    for (let times = 0; times < 3; times++) expect((await read()).status).toBe(200);
    expect(await entriesOf('dit', 'product-withdrawn')).toEqual([{ outcome: 'success' }]);
  });
});
