import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromDicom } from '@continuum/domains-imaging';
import { createIntake, type Intake } from '@continuum/intake';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { setRefusal } from '@continuum/registries-consent';
import { createSignatureCheck, migrations as credentialMigrations } from '@continuum/registries-credential';
import { createPatients } from '@continuum/registries-patient';
import { parseInstance } from '@continuum/standards-dicom';
import { makeNam, namSystem } from '@continuum/standards-nam';
import { type Actor, type Profile, unknownActor, usualPurpose } from '@continuum/trust-access';
import { signMessage } from '@continuum/trust-signature';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Archive, openArchive } from './archive.ts';
import { closing, formatPart } from './multipart.ts';
import { type Orthanc, startOrthanc } from './orthanc.ts';
import { findOrthanc } from './orthanc-files.ts';
import { dicomweb } from './plugin.ts';
import { waitingWarning } from './stow-rs.ts';
import { type Shot, shoot as shootAs } from './testing/index.ts';

const silent = { info: () => undefined, warn: () => undefined };
const baseUrl = 'http://exchange.example/dicomweb';
const origin = { request: 'r', address: '::1', channel: 'dicomweb' };

const actorOf = (kind: Actor['kind'], id: string, profile: Profile, more: Partial<Actor> = {}): Actor => ({
  kind,
  id,
  name: id,
  profile,
  credential: { kind: 'key', id },
  ...more,
});
const modality = actorOf('system', 'Device/imagerie', 'imaging-system', {
  source: { id: 'imagerie', registersUsagers: false },
});
const hospital = actorOf('system', 'Device/hopital', 'hospital-system', {
  source: { id: 'hopital', registersUsagers: true },
});
const physician = actorOf('practitioner', 'Practitioner/m', 'physician');
const pharmacist = actorOf('practitioner', 'Practitioner/p', 'pharmacist');
const archivist = actorOf('practitioner', 'Practitioner/a', 'archivist');

let serial = 0;
const uid = () => `2.25.${process.pid}${Date.now()}${++serial}`;

interface Person {
  id: string;
  nam: string;
  birthDate: string;
}

/** A picture of its own, unless it is told which. */
const shoot = (shot: Omit<Shot, 'sop'> & Partial<Pick<Shot, 'sop'>>): Uint8Array =>
  shootAs({ sop: uid(), ...shot });

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!findOrthanc())('DICOMweb (skipped when orthanc-dicomweb is not installed)', () => {
  const data = mkdtempSync(join(tmpdir(), 'continuum-dicomweb-'));
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let gate: OpenedGate;
  let intake: Intake;
  let orthanc: Orthanc;
  let archive: Archive;
  let app: FastifyInstance;
  let caller: Actor = physician;

  const mount = async (
    connected: Archive | undefined,
    more: Partial<Parameters<typeof dicomweb>[0]> = {},
  ) => {
    const made = Fastify();
    made.decorateRequest('actor');
    made.decorateRequest('origin');
    made.addHook('onRequest', async request => {
      request.actor = caller;
      request.purpose = usualPurpose(caller.profile);
      request.origin = origin;
    });
    const door = { gate, intake, baseUrl, ...(connected && { archive: connected }), ...more };
    await made.register(dicomweb(door));
    return made;
  };

  beforeAll(async () => {
    database = await testDatabase([...migrations, credentialMigrations]);
    gate = openGate({ database, data, log: pino({ level: 'silent' }) });
    orthanc = (await startOrthanc({ data, log: silent }))!;
    archive = openArchive(orthanc);
    intake = createIntake({
      gate,
      patients: createPatients({ gate, service: database.service }),
      mappers: [fromDicom({ wadoRoot: baseUrl, zone: 'America/Toronto' })],
      originalAt: location => archive.fetch(location),
    });
    app = await mount(archive);
  });
  afterAll(async () => {
    await app.close();
    await intake.idle();
    await orthanc.close();
    await gate.close();
    await database.drop();
    rmSync(data, { recursive: true });
  });

  async function someone(): Promise<Person> {
    const birthDate = new Date(Date.UTC(1950, 0, ++serial)).toISOString().slice(0, 10);
    const nam = makeNam({ familyNameAtBirth: 'Tremblay', givenName: 'Marc', birthDate, sex: 'M' });
    const patient = {
      resourceType: 'Patient',
      identifier: [{ system: namSystem, value: nam }],
      name: [{ family: 'Tremblay', given: ['Marc'] }],
      gender: 'male',
      birthDate,
    };
    const receipt = await intake.receive({
      format: 'fhir',
      contentType: 'application/fhir+json',
      original: new TextEncoder().encode(JSON.stringify(patient)),
      actor: hospital,
      origin,
      request: { method: 'POST', url: 'Patient' },
    });
    const [entry] = receipt.state === 'stored' ? (receipt.entries ?? []) : [];
    if (entry?.kind !== 'done') throw new Error(JSON.stringify(receipt));
    return { id: entry.id, nam, birthDate };
  }

  const as = (actor: Actor) => {
    caller = actor;
    return app;
  };
  const stow = (instances: readonly Uint8Array[], actor = modality, path = '/studies') =>
    as(actor).inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'multipart/related; type="application/dicom"; boundary=b' },
      payload: Buffer.concat([
        ...instances.map(bytes => formatPart('b', 'application/dicom', bytes)),
        closing('b'),
      ]),
    });
  const get = (url: string, actor = physician, accept = '*/*') =>
    as(actor).inject({ method: 'GET', url, headers: { accept } });
  const studyIn = async (study: string) => {
    const access = gate.open(hospital, usualPurpose(hospital.profile), origin);
    const found = await access.search('ImagingStudy', [['identifier', `urn:dicom:uid|urn:oid:${study}`]]);
    if (found.outcome !== 'found') throw new Error(found.outcome);
    return found.entries.map(entry => JSON.parse(entry.body));
  };
  const waitingOf = async () => {
    const listed = await gate.deposits.list(gate.open(archivist, usualPurpose('archivist'), origin), {
      state: 'waiting',
    });
    return listed.outcome === 'found' ? listed.deposits : [];
  };

  describe('a study of a known usager', () => {
    test('is stored, found, and given back byte for byte', async () => {
      const person = await someone();
      const study = uid();
      const bytes = shoot({ study, person });
      const { sopInstance, series } = parseInstance(bytes);
      const answer = await stow([bytes]);
      expect(answer.statusCode).toBe(200);
      expect(answer.json()['00081199'].Value[0]['00081155'].Value).toEqual([sopInstance]);

      const found = await get(`/studies?PatientID=${person.nam}`);
      expect(found.json()).toMatchObject([
        { '0020000D': { Value: [study] }, '00100020': { Value: [person.nam] }, '00201208': { Value: [1] } },
      ]);
      const instance = `/studies/${study}/series/${series}/instances/${sopInstance}`;
      const file = await get(instance, physician, 'application/dicom');
      expect(sha(file.rawPayload)).toBe(sha(bytes));
      const whole = await get(`/studies/${study}`);
      expect(whole.headers['content-type']).toMatch(/^multipart\/related; type="application\/dicom"/);
      expect(whole.rawPayload.includes(Buffer.from(bytes))).toBe(true);
      const frame = await get(`${instance}/frames/1`);
      expect(frame.rawPayload.includes(Buffer.from([7, 7, 7, 7]))).toBe(true);
      expect(frame.payload).not.toContain('127.0.0.1');
      expect((await get(`${instance}/frames/9`)).statusCode).toBe(404);
      expect((await get(`${instance}/rendered`, physician, 'image/png')).headers['content-type']).toBe(
        'image/png',
      );
      for (const picture of ['thumbnail', 'rendered?viewport=64,64', 'rendered?window=40,400,linear'])
        expect((await get(`${instance}/${picture}`, physician, 'image/jpeg')).statusCode).toBe(200);
      const [metadata] = (await get(`/studies/${study}/metadata`)).json();
      expect(metadata['00080018'].Value).toEqual([sopInstance]);
      expect(JSON.stringify(metadata)).not.toContain('127.0.0.1');
    });

    test('joins its instances, sent at the same moment by several senders, in one ImagingStudy', async () => {
      const person = await someone();
      const study = uid();
      const shots = Array.from({ length: 8 }, (_, n) =>
        shoot({ study, series: `${study}.${n % 2}`, person }),
      );
      const answers = await Promise.all(shots.map(bytes => stow([bytes])));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual(shots.map(() => 200));
      expect(await studyIn(study)).toMatchObject([{ numberOfInstances: 8, numberOfSeries: 2 }]);
      const instances = await get(`/studies/${study}/instances`);
      expect(instances.json()).toHaveLength(8);
    });

    test('sent again changes nothing', async () => {
      const person = await someone();
      const study = uid();
      const bytes = shoot({ study, person });
      await stow([bytes]);
      const [before] = await studyIn(study);
      expect((await stow([bytes])).statusCode).toBe(200);
      expect(await studyIn(study)).toEqual([before]);
    });

    test('is looked at only with an entry in the journal', async () => {
      const person = await someone();
      const study = uid();
      await stow([shoot({ study, person })]);
      await get(`/studies/${study}/metadata`);
      const owner = actorOf('citizen', `Patient/${person.id}`, 'citizen', { usagers: [person.id] });
      const journal = await gate.open(owner, { of: 'PATRQT' }, origin).journalOf(person.id, {});
      expect(journal.outcome === 'found' && journal.lines).toContainEqual(
        expect.objectContaining({
          channel: 'dicomweb',
          actor: expect.objectContaining({ name: physician.name }),
        }),
      );
    });
  });

  describe('what is not visible does not exist', () => {
    const same = async (one: string, other: string, actor = physician) => {
      const [a, b] = [await get(one, actor), await get(other, actor)];
      expect([a.statusCode, a.payload]).toEqual([b.statusCode, b.payload]);
      return a.statusCode;
    };

    test('a refusal in force hides the study from every door of DICOMweb, at once; its owner still reads it', async () => {
      const person = await someone();
      const study = uid();
      await stow([shoot({ study, person })]);
      expect((await get(`/studies/${study}/metadata`)).statusCode).toBe(200);
      const owner = actorOf('citizen', `Patient/${person.id}`, 'citizen', { usagers: [person.id] });
      await setRefusal(gate.open(owner, { of: 'PATRQT' }, origin), person.id, {}, new Date());
      const unknown = uid();
      for (const path of ['', '/metadata', '/rendered', '/thumbnail'])
        expect(await same(`/studies/${study}${path}`, `/studies/${unknown}${path}`)).toBe(404);
      for (const path of ['/series', '/instances'])
        expect(await same(`/studies/${study}${path}`, `/studies/${unknown}${path}`)).toBe(204);
      expect((await get(`/studies?PatientID=${person.nam}`)).statusCode).toBe(204);
      expect((await get(`/studies?StudyInstanceUID=${study}`)).statusCode).toBe(204);
      expect((await get(`/studies/${study}/metadata`, owner)).statusCode).toBe(200);
    });

    test('a token for one usager opens nobody else’s study, and stores none', async () => {
      const [one, other] = [await someone(), await someone()];
      const [mine, theirs] = [uid(), uid()];
      await stow([shoot({ study: mine, person: one })]);
      await stow([shoot({ study: theirs, person: other })]);
      const application: Actor = { ...physician, scopes: ['patient/*.rs'], patient: one.id };
      expect((await get(`/studies/${mine}/metadata`, application)).statusCode).toBe(200);
      const unknown = uid();
      for (const path of ['', '/metadata', '/rendered'])
        expect(await same(`/studies/${theirs}${path}`, `/studies/${unknown}${path}`, application)).toBe(404);
      expect((await get(`/studies?PatientID=${other.nam}`, application)).statusCode).toBe(204);
      expect((await get('/studies', application)).json()).toHaveLength(1);
      expect((await stow([shoot({ study: uid(), person: one })], application)).statusCode).toBe(403);
      const narrow: Actor = { ...application, scopes: ['patient/Observation.rs'] };
      expect((await get(`/studies/${mine}/metadata`, narrow)).statusCode).toBe(403);
    });

    test('nor do instances that wait, or bear the same study UID for somebody else', async () => {
      const [one, other] = [await someone(), await someone()];
      const study = uid();
      const mine = shoot({ study, person: one });
      const theirs = shoot({ study, person: other });
      const nobody = shoot({ study });
      expect((await stow([mine, theirs, nobody])).statusCode).toBe(202);
      const access = gate.open(physician, { of: 'TREAT' }, origin);
      const found = await access.search('ImagingStudy', [['patient', one.id]]);
      expect(found.outcome === 'found' && JSON.parse(found.entries[0]!.body).numberOfInstances).toBe(1);
      const waits = parseInstance(nobody).sopInstance;
      expect(await same(`/studies/${study}/series/${study}.1/instances/${waits}`, `/studies/${uid()}`)).toBe(
        404,
      );
      const shown = (await get(`/studies/${study}/metadata`)).json() as { '00080018': { Value: string[] } }[];
      expect(shown.map(set => set['00080018'].Value[0])).not.toContain(waits);
    });

    test.each([
      ['that a FHIR resource lists as somebody else’s', (shot: Uint8Array) => parseInstance(shot)],
      ['reached by a path in place of a UID', () => ({ series: '..', sopInstance: '..' })],
    ])('nor do pictures %s', async (_, uidsOf) => {
      const [person, accomplice] = [await someone(), await someone()];
      const study = uid();
      const shot = shoot({ study, person });
      await stow([shot]);
      const owner = actorOf('citizen', `Patient/${person.id}`, 'citizen', { usagers: [person.id] });
      await setRefusal(gate.open(owner, { of: 'PATRQT' }, origin), person.id, {}, new Date());
      const { series, sopInstance } = uidsOf(shot);
      const sopClass = { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.7' };
      const forged = {
        resourceType: 'ImagingStudy',
        status: 'available',
        identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
        subject: { reference: `Patient/${accomplice.id}` },
        series: [{ uid: series, modality: { code: 'OT' }, instance: [{ uid: sopInstance, sopClass }] }],
      };
      const receipt = await intake.receive({
        format: 'fhir',
        contentType: 'application/fhir+json',
        original: new TextEncoder().encode(JSON.stringify(forged)),
        actor: modality,
        origin,
        request: { method: 'POST', url: 'ImagingStudy' },
      });
      expect(receipt).toMatchObject({ state: 'stored' });
      for (const path of ['', '/metadata', '/rendered', '/thumbnail'])
        expect((await get(`/studies/${study}${path}`)).statusCode).toBe(404);
      expect((await get(`/studies/${study}/metadata`, owner)).statusCode).toBe(200);
    });

    test.each([
      ['nobody signed in', unknownActor, 401],
      ['a pharmacist, who reads no imaging', pharmacist, 403],
      ['a token for something else', { ...modality, scopes: ['system/Patient.cruds'] }, 403],
    ])('%s is refused', async (_, actor, status) => {
      expect((await get(`/studies/${uid()}/metadata`, actor)).statusCode).toBe(status);
      expect((await get('/studies', actor)).statusCode).toBe(status);
      expect((await stow([shoot({ study: uid() })], actor)).statusCode).toBe(status);
    });

    test('a path that is no UID leads nowhere', async () => {
      expect((await get('/studies/..%2F..%2Fsystem/metadata')).statusCode).toBe(404);
      expect((await get('/series')).statusCode).toBe(400);
    });
  });

  describe('pictures of somebody that the register does not name', () => {
    test('are kept, acknowledged as waiting, and join one study when released one by one', async () => {
      const study = uid();
      const shots = [shoot({ study }), shoot({ study }), shoot({ study })];
      const answer = await stow(shots);
      expect(answer.statusCode).toBe(202);
      expect(answer.headers.warning).toContain('3 kept, waiting for identification');
      expect(answer.json()['00081199'].Value[0]['00081196'].Value).toEqual([waitingWarning]);
      expect(await studyIn(study)).toEqual([]);
      const person = await someone();
      const keys = new Set(shots.map(bytes => parseInstance(bytes).sopInstance));
      const access = gate.open(archivist, usualPurpose('archivist'), origin);
      for (const { id } of (await waitingOf()).filter(({ key }) => keys.has(key ?? '')))
        expect(await intake.release(id, [{ claim: 0, patientId: person.id }], access)).toMatchObject({
          outcome: 'done',
          receipt: { state: 'stored' },
        });
      expect(await studyIn(study)).toMatchObject([
        { numberOfInstances: 3, subject: { reference: `Patient/${person.id}` } },
      ]);
    });
  });

  describe('what cannot be stored is told, and kept', () => {
    test('other pixels under a SOP Instance UID that is taken: 0111H, and the first stay', async () => {
      const person = await someone();
      const [study, sop] = [uid(), uid()];
      const first = shoot({ study, sop, person });
      await stow([first]);
      const answer = await stow([shoot({ study, sop, person, pixel: 9 })]);
      expect(answer.statusCode).toBe(409);
      expect(answer.json()['00081198'].Value[0]['00081197'].Value).toEqual([0x0111]);
      expect(answer.headers.warning).toMatch(/^299 continuum "1 not stored: .*under a UID of their own\."$/);
      const file = await get(
        `/studies/${study}/series/${study}.1/instances/${sop}`,
        physician,
        'application/dicom',
      );
      expect(sha(file.rawPayload)).toBe(sha(first));
    });

    test('bytes that are no DICOM: one failure without a name, beside what was stored', async () => {
      const person = await someone();
      const answer = await stow([shoot({ study: uid(), person }), Buffer.from('not DICOM')]);
      expect(answer.statusCode).toBe(202);
      expect(answer.json()['0008119A'].Value).toEqual([{ '00081197': { vr: 'US', Value: [0xc000] } }]);
      expect(answer.headers.warning).toMatch(
        /^299 continuum "1 not stored: The file does not begin as DICOM/,
      );
    });

    test('an instance of another study than the path names', async () => {
      const person = await someone();
      const answer = await stow([shoot({ study: uid(), person })], modality, `/studies/${uid()}`);
      expect(answer.statusCode).toBe(409);
      expect(answer.headers.warning).toContain('Study Instance UID (0020,000D)');
    });

    test.each([
      [
        'a body cut on the way',
        'multipart/related; type="application/dicom"; boundary=b',
        '--b\r\n\r\nx',
        400,
      ],
      ['no boundary', 'multipart/related; type="application/dicom"', 'x', 400],
      ['DICOM JSON', 'application/dicom+json', '[]', 415],
      ['plain JSON', 'application/json', '{}', 415],
      ['nothing', 'multipart/related; type="application/dicom"; boundary=b', '--b--', 400],
    ])('%s', async (_, type, payload, status) => {
      const answer = await as(modality).inject({
        method: 'POST',
        url: '/studies',
        headers: { 'content-type': type },
        payload,
      });
      expect(answer.statusCode).toBe(status);
    });
  });

  describe('without an archive', () => {
    test.each([
      ['none is connected', undefined],
      ['it does not answer', openArchive({ url: 'http://127.0.0.1:9' })],
    ])('%s: 503 with a sentence, and nothing is claimed', async (_, connected) => {
      const person = await someone();
      const study = uid();
      const without = await mount(connected);
      caller = modality;
      const answer = await without.inject({
        method: 'POST',
        url: '/studies',
        headers: { 'content-type': 'application/dicom' },
        payload: Buffer.from(shoot({ study, person })),
      });
      expect(answer.statusCode).toBe(503);
      expect(answer.json().issue[0].diagnostics).toMatch(/archive/);
      expect(await studyIn(study)).toEqual([]);
      await without.close();
    });
  });

  const fixtures = process.env.CONTINUUM_FIXTURES;
  describe.skipIf(!fixtures)('files of real equipment (CONTINUUM_FIXTURES)', () => {
    test('a series of MR slices waits, is released, and is one study of seven', async () => {
      const folder = join(fixtures ?? '', 'dicom', 'MR700');
      const files = ['4467', '4528', '4558', '4588', '4618', '4648', '4678'].map(name =>
        readFileSync(join(folder, name)),
      );
      expect((await stow(files)).statusCode).toBe(202);
      const person = await someone();
      const { study } = parseInstance(files[0]!);
      const keys = new Set(files.map(bytes => parseInstance(bytes).sopInstance));
      const access = gate.open(archivist, usualPurpose('archivist'), origin);
      for (const { id } of (await waitingOf()).filter(({ key }) => keys.has(key ?? '')))
        await intake.release(id, [{ claim: 0, patientId: person.id }], access);
      expect(await studyIn(study)).toMatchObject([{ numberOfInstances: 7, numberOfSeries: 1 }]);
    });

    test('JPEG 2000 is given as it lies; where the archive cannot convert it, 406 and not 503', async () => {
      const bytes = readFileSync(join(fixtures ?? '', 'dicom', '693_J2KI.dcm'));
      await stow([bytes]);
      const person = await someone();
      const { study, series, sopInstance } = parseInstance(bytes);
      const access = gate.open(archivist, usualPurpose('archivist'), origin);
      for (const { id } of (await waitingOf()).filter(({ key }) => key === sopInstance))
        await intake.release(id, [{ claim: 0, patientId: person.id }], access);
      const instance = `/studies/${study}/series/${series}/instances/${sopInstance}`;
      const file = await get(instance, physician, 'application/dicom');
      expect(sha(file.rawPayload)).toBe(sha(bytes));
      const explicit = 'transfer-syntax=1.2.840.10008.1.2.1';
      const converted = [
        await get(instance, physician, `application/dicom; ${explicit}`),
        await get(instance, physician, `multipart/related; type="application/dicom"; ${explicit}`),
        await get(`${instance}/rendered`, physician, 'image/jpeg'),
      ];
      for (const { statusCode } of converted) expect([200, 406]).toContain(statusCode);
    });
  });

  describe('a request that its system signs (RFC 9421, RFC 9530)', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const address = 'http://exchange.example';
    const type = 'multipart/related; type="application/dicom"; boundary=b';
    const used = new Set<string>();
    let strict: FastifyInstance;

    beforeAll(async () => {
      const checkSignature = createSignatureCheck({
        pool: database.service,
        origins: [address],
        keysOf: async () => [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }],
        takeProof: async ({ jti }) => !used.has(jti) && used.add(jti).has(jti),
        required: true,
        journal: event => gate.attempt(event),
      });
      strict = await mount(archive, { checkSignature });
    });
    afterAll(() => strict.close());

    const bodyOf = (bytes: Uint8Array) =>
      Buffer.concat([formatPart('b', 'application/dicom', bytes), closing('b')]);
    const signed = (body: Buffer) => {
      const request = { method: 'POST', url: `${address}/studies`, headers: { 'content-type': type } };
      const rules = { key: privateKey.export({ format: 'jwk' }), keyid: 'one', created: new Date() };
      return signMessage(request, { ...rules, nonce: randomUUID(), body });
    };
    const send = (payload: Buffer, headers: Record<string, string>) => {
      caller = modality;
      return strict.inject({
        method: 'POST',
        url: '/studies',
        headers: { 'content-type': type, ...headers },
        payload,
      });
    };

    test('is stored once its signature holds, which is kept with each deposit; sent again, it is refused', async () => {
      const bytes = shoot({ study: uid(), person: await someone() });
      const body = bodyOf(bytes);
      const headers = signed(body);
      expect((await send(body, headers)).statusCode).toBe(200);
      const rows = await database.asOwner<{ base: string }>(
        `SELECT signature->>'base' AS base FROM record.deposit WHERE sha256 = '${sha(bytes)}'`,
      );
      expect(rows).toEqual([{ base: expect.stringContaining(headers['Content-Digest']!) }]);
      expect((await send(body, headers)).statusCode).toBe(401);
    });

    test.each<[string, number, (body: Buffer) => { body: Buffer; headers: Record<string, string> }]>([
      [
        'whose picture was altered on the way',
        400,
        body => ({ body: bodyOf(shoot({ study: uid() })), headers: signed(body) }),
      ],
      ['that is not signed', 401, body => ({ body, headers: {} })],
    ])('%s is refused, and the archive holds nothing of it', async (_, status, make) => {
      const study = uid();
      const { body, headers } = make(bodyOf(shoot({ study, person: await someone() })));
      expect((await send(body, headers)).statusCode).toBe(status);
      expect(await studyIn(study)).toEqual([]);
    });
  });
});
