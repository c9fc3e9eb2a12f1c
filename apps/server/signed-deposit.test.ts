import { createPublicKey, randomUUID, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signMessage } from '@continuum/trust-signature';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securedApplication } from './testing/secured-application.ts';

type World = Awaited<ReturnType<typeof securedApplication>>;
type System = Awaited<ReturnType<World['enrol']>>;
type Headers = Record<string, string>;
let world: World;
let hospital: System;
let clinic: System;
let connection: ReturnType<World['connect']>;
let bearer: Headers;

beforeAll(async () => {
  world = await securedApplication();
  hospital = await world.enrol('hopital');
  clinic = await world.enrol('clinique');
  connection = world.connect(hospital.shown);
  bearer = await tokenOf(hospital);
});
afterAll(() => world?.close());

async function tokenOf(system: System, on = connection): Promise<Headers> {
  const answer = await on.token({ client_id: system.clientId });
  return { authorization: `Bearer ${answer.json().access_token}` };
}

const type = 'application/fhir+json';
const organization = () =>
  JSON.stringify({ resourceType: 'Organization', name: `Clinique ${randomUUID()}`, active: true });

interface Signing {
  by?: System;
  keyid?: string;
  method?: string;
  path?: string;
  at?: string;
  created?: Date;
  nonce?: string;
  contentType?: string;
}

/** The headers of a signed request for that body. */
function sign(body: string, options: Signing = {}): Headers {
  const { by = hospital, keyid = 'one', method = 'POST', path = '/fhir/R4/Organization' } = options;
  const { at = world.server.url, created = new Date(), nonce = randomUUID(), contentType = type } = options;
  const request = { method, url: `${at}${path}`, headers: { 'content-type': contentType } };
  const rules = { key: by.key, keyid, created, nonce, body: Buffer.from(body) };
  return { 'content-type': contentType, ...signMessage(request, rules) };
}

const post = (body: string, headers: Headers, on = connection, token = bearer) =>
  on.send('POST', '/fhir/R4/Organization', { ...token, ...headers }, body);

const kept = async (body: string) => {
  const rows = await world.database.asOwner<{ sha256: string; signature: KeptSignature | null }>(
    `SELECT sha256, signature FROM record.deposit WHERE bytes = decode('${Buffer.from(body).toString('hex')}', 'hex')`,
  );
  return rows;
};
interface KeptSignature {
  keyid: string;
  key: { certificate?: string; jwk?: Record<string, unknown> };
  base: string;
  signature: string;
}

/** With nothing but what was kept: that the key signed the text, and that the text is of those bytes. */
function provesItself({ signature, sha256 }: { signature: KeptSignature | null; sha256: string }): boolean {
  const { key, base, signature: value } = signature!;
  const publicKey = key.certificate
    ? new X509Certificate(Buffer.from(key.certificate, 'base64')).publicKey
    : createPublicKey({ key: key.jwk!, format: 'jwk' });
  const holds = verify(
    'sha256',
    Buffer.from(base),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(value, 'base64'),
  );
  return (
    holds && base.includes(`"content-digest": sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
  );
}

describe('a deposit that its system signed (RFC 9421, RFC 9530)', () => {
  it.each([
    ['the key that it registered', () => 'one'],
    ['the key of its certificate', () => hospital.shown.serial],
  ])('by %s is stored, and the signature is kept with the original: it proves itself', async (_, keyid) => {
    const body = organization();
    expect((await post(body, sign(body, { keyid: keyid() }))).status).toBe(201);
    const [deposit, ...others] = await kept(body);
    expect(others).toEqual([]);
    expect(deposit!.signature).toMatchObject({ keyid: keyid() });
    expect(provesItself(deposit!)).toBe(true);
  });

  it('may be signed for each address that the server is known by', async () => {
    const body = organization();
    expect((await post(body, sign(body, { at: 'http://localhost:8080' }))).status).toBe(201);
    const foreign = await post(body, sign(body, { at: 'https://elsewhere.example' }));
    expect(foreign.status).toBe(401);
  });

  const without = (headers: Headers, name: string): Headers =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

  it.each<[string, number, (body: string) => [string, Headers]]>([
    ['whose body was altered', 400, body => [`${body} `, sign(body)]],
    [
      'whose digest was made to fit the altered body',
      401,
      body => [`${body} `, { ...sign(body), 'Content-Digest': sign(`${body} `)['Content-Digest']! }],
    ],
    ['without its digest', 400, body => [body, without(sign(body), 'Content-Digest')]],
    [
      'whose type was altered',
      401,
      body => [body, { ...sign(body), 'content-type': 'application/fhir+json; charset=utf-8' }],
    ],
    ['whose parameters were altered', 401, body => [body, altered(sign(body), 'nonce="', 'nonce="x')]],
    ['whose signature was altered', 401, body => [body, flipped(sign(body))]],
    ['signed for another method', 401, body => [body, sign(body, { method: 'PUT' })]],
    ['signed for another address', 401, body => [body, sign(body, { path: '/fhir/R4/Location' })]],
    ['signed six minutes ago', 401, body => [body, sign(body, { created: new Date(Date.now() - 360_000) })]],
    ['signed in the future', 401, body => [body, sign(body, { created: new Date(Date.now() + 60_000) })]],
    ['by the key of another system', 401, body => [body, sign(body, { by: clinic })]],
    [
      'under the certificate of another',
      401,
      body => [body, sign(body, { by: clinic, keyid: clinic.shown.serial })],
    ],
    ['without the half of it', 400, body => [body, without(sign(body), 'Signature')]],
    ['that says nothing', 400, body => [body, { ...sign(body), Signature: 'no', 'Signature-Input': 'no' }]],
    ['compressed', 400, body => [body, { ...sign(body), 'content-encoding': 'identity' }]],
  ])('%s is refused with %i, in the journal, and nothing of it is kept', async (_, status, make) => {
    const [body, headers] = make(organization());
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(answer.headers['accept-signature']).toContain('@target-uri');
    expect(await kept(body)).toEqual([]);
  });

  const altered = (headers: Headers, from: string, to: string): Headers => ({
    ...headers,
    'Signature-Input': headers['Signature-Input']!.replace(from, to),
  });
  function flipped(headers: Headers): Headers {
    const value = Buffer.from(/:(.*):/.exec(headers.Signature!)![1]!, 'base64');
    value[40]! ^= 1;
    return { ...headers, Signature: `sig=:${value.toString('base64')}:` };
  }

  it('sent again is refused: here, over another connection, and by another process on the same record', async () => {
    const body = organization();
    const headers = sign(body, { at: 'http://localhost:8080' });
    expect((await post(body, headers)).status).toBe(201);
    expect((await post(body, headers)).status).toBe(401);
    expect((await post(body, headers, world.connect(hospital.shown))).status).toBe(401);
    const other = await world.start();
    expect((await post(body, headers, world.connect(hospital.shown, other))).status).toBe(401);
    expect(await kept(body)).toHaveLength(1);
  });

  it('under a certificate that was revoked is refused from the next one on', async () => {
    const laboratory = await world.enrol('labo');
    const on = world.connect();
    const token = await on.token({ client_assertion: await laboratory.assertion() });
    const asLaboratory = { authorization: `Bearer ${token.json().access_token}` };
    const send = (body: string) =>
      post(body, sign(body, { by: laboratory, keyid: laboratory.shown.serial }), on, asLaboratory);
    expect((await send(organization())).status).toBe(201);
    await world.revoke(laboratory.shown.serial);
    expect((await send(organization())).status).toBe(401);
  });
});

describe('a deposit that nobody signed', () => {
  let strict: Awaited<ReturnType<World['start']>>;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'continuum-tls-files-'));
    const { data } = world.server.rooms.settings;
    const pair = JSON.parse(readFileSync(join(data, 'tls', 'server.json'), 'utf8'));
    const files = { TLS_CERT: join(folder, 'cert.pem'), TLS_KEY: join(folder, 'key.pem') };
    writeFileSync(files.TLS_CERT, pair.cert);
    writeFileSync(files.TLS_KEY, pair.key);
    strict = await world.start({ CONTINUUM_DEMO: '0', ...files });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is taken in the demonstration', async () => {
    const body = organization();
    expect((await post(body, { 'content-type': type })).status).toBe(201);
    expect(await kept(body)).toMatchObject([{ signature: null }]);
  });

  it.each<[string, string, string | undefined]>([
    ['POST', '/fhir/R4/Organization', organization()],
    ['PUT', '/fhir/R4/Organization/o1', organization()],
    ['PATCH', '/fhir/R4/Organization/o1', '[]'],
    ['DELETE', '/fhir/R4/Organization/o1', undefined],
    ['POST', '/fhir/R4', JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry: [] })],
    ['POST', '/fhir/R4/Subscription', JSON.stringify({ resourceType: 'Subscription' })],
    ['POST', '/fhir/R4/Organization/o1/$meta-add', JSON.stringify({ resourceType: 'Parameters' })],
  ])('is refused outside of it: %s %s', async (method, path, body) => {
    const on = world.connect(hospital.shown, strict);
    const token = await tokenOf(hospital, on);
    const headers = { ...token, ...(body && { 'content-type': type }) };
    const answer = await on.send(method, path, headers, body);
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('RFC 9421');
  });

  it('what only reads needs no signature; what is signed is taken', async () => {
    const on = world.connect(hospital.shown, strict);
    const token = await tokenOf(hospital, on);
    const validate = JSON.stringify({ resourceType: 'Organization', name: 'Clinique' });
    const headers = { ...token, 'content-type': type };
    expect((await on.send('POST', '/fhir/R4/Organization/$validate', headers, validate)).status).toBe(200);
    const search = { ...token, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await on.send('POST', '/fhir/R4/Organization/_search', search, '_count=1')).status).toBe(200);
    const body = organization();
    expect((await post(body, sign(body, { at: strict.url }), on, token)).status).toBe(201);
  });
});
