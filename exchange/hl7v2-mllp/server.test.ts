import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { createIntake, type Deposit, type Intake, type Mapper, type Receipt } from '@continuum/intake';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { createPatients } from '@continuum/registries-patient';
import { get, parse, read } from '@continuum/standards-hl7v2';
import { namSystem } from '@continuum/standards-nam';
import type { Actor } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectMllp, type MllpClient, type MllpServer, startMllp } from './index.ts';

const laboratory: Actor = {
  kind: 'system',
  id: 'Device/labo-demo',
  name: 'Laboratoire de démonstration',
  profile: 'laboratory-system',
  source: { id: 'labo-demo', registersUsagers: false },
  credential: { kind: 'none', id: 'none' },
};
const registry: Actor = {
  ...laboratory,
  id: 'Device/registre-demo',
  profile: 'patient-registry-feed',
  source: { id: 'registre-demo', registersUsagers: true },
};
const silent = pino({ level: 'silent' });
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const code = async (answer: Promise<Uint8Array>) => get(parse(await answer), 'MSA-1');

/** The least a mapper can be: one observation per message, about who PID-3 names. */
const mapper: Mapper = {
  format: 'hl7v2',
  name: 'ORU^R01',
  accepts: deposit => text(deposit.original).includes('|ORU^'),
  map(deposit) {
    const message = parse(deposit.original);
    const pid = message.segments.find(({ name }) => name === 'PID');
    const identifier = [{ system: namSystem, value: read(pid, '3.1') ?? '' }];
    const name = [{ family: read(pid, '5.1') ?? '', given: [read(pid, '5.2') ?? ''] }];
    const patient = { resourceType: 'Patient', identifier, name, birthDate: '2004-12-19', gender: 'male' };
    return {
      claim: { patient },
      issues: [],
      changes: usager => [
        {
          verb: 'create',
          resource: {
            resourceType: 'Observation',
            status: 'final',
            category: [{ coding: [{ code: 'laboratory' }] }],
            code: { text: get(message, 'MSH-10') },
            subject: { reference: `Patient/${usager}` },
          },
        },
      ],
    };
  },
};

const oru = (id: string, nam = 'TREM04121925', type = 'ORU^R01^ORU_R01', version = '2.5.1') =>
  `MSH|^~\\&|SIL|CHUM|C|R|20260301101500-0500||${type}|${id}|P|${version}\rPID|1||${nam}||Tremblay^Mathieu||20041219|M\r`;

let database: TestDatabase;
let data: string;
let gate: OpenedGate;
let intake: Intake;
let server: MllpServer;
let client: MllpClient;
const senders: string[] = [];

const start = (receiver: { receive(deposit: Deposit): Promise<Receipt> }, more = {}) =>
  startMllp({
    port: 0,
    intake: receiver,
    log: silent,
    senderToActor: async (application, facility) => {
      senders.push(`${application}@${facility}`);
      return application === 'STRANGER' ? undefined : laboratory;
    },
    ...more,
  });

const stored = async (): Promise<string[]> => {
  const rows = await database.asOwner<{ body: string }>(
    "SELECT body FROM record.resource WHERE type = 'Observation'",
  );
  return rows.map(({ body }) => JSON.parse(body).code.text).sort();
};

beforeAll(async () => {
  database = await testDatabase(migrations);
  data = await mkdtemp(`${tmpdir()}/mllp-`);
  gate = openGate({ database, data, log: silent });
  const patients = createPatients({ gate, service: database.service });
  intake = createIntake({ gate, patients, mappers: [mapper] });
  const origin = { request: 'r', address: '::1', channel: 'cli' };
  await gate.open(registry, { of: 'TREAT' }, origin).write([
    {
      verb: 'create',
      resource: {
        resourceType: 'Patient',
        active: true,
        identifier: [{ system: namSystem, value: 'TREM04121925' }],
        name: [{ use: 'official', family: 'Tremblay', given: ['Mathieu'] }],
        birthDate: '2004-12-19',
        gender: 'male',
      },
    },
  ]);
  server = await start(intake);
  client = await connectMllp({ port: server.port });
});

afterAll(async () => {
  await client?.close();
  await server?.close();
  await intake?.idle();
  await gate?.close();
  await database?.drop();
  if (data) await rm(data, { recursive: true });
});

describe('a laboratory that sends over MLLP', () => {
  it('is told AA for what is stored, and the sender is looked up by MSH-3 and MSH-4', async () => {
    const answer = parse(await client.send(oru('A1')));
    expect([get(answer, 'MSA-1'), get(answer, 'MSA-2'), get(answer, 'MSH-5')]).toEqual(['AA', 'A1', 'SIL']);
    expect(senders.at(-1)).toBe('SIL@CHUM');
    expect(await stored()).toEqual(['A1']);
  });

  it('is answered the same when it sends the same again, and it is stored once', async () => {
    const [first, second] = [await client.send(oru('A1')), await client.send(oru('A1'))].map(text);
    expect(first?.split('\r').slice(1)).toEqual(second?.split('\r').slice(1));
    expect(await stored()).toEqual(['A1']);
  });

  it('is told AA and that it waits when the usager is not known', async () => {
    const answer = parse(await client.send(oru('W1', 'ROYM85010112')));
    expect(get(answer, 'MSA-1')).toBe('AA');
    expect(get(answer, 'MSA-3')).toMatch(/^Kept, waiting for identification/);
    expect([get(answer, 'ERR-2.1'), get(answer, 'ERR-3.1'), get(answer, 'ERR-4')]).toEqual(['PID', '0', 'I']);
  });

  it('is told AR for a message of another type, and why', async () => {
    const answer = parse(await client.send(oru('T1', 'TREM04121925', 'ADT^A01^ADT_A01')));
    expect([get(answer, 'MSA-1'), get(answer, 'ERR-3.1'), get(answer, 'ERR-2')]).toEqual([
      'AR',
      '200',
      'MSH^1^9^1',
    ]);
  });

  it('is told AR for what is no message', async () => {
    expect(await code(client.send('hello'))).toBe('AR');
    expect(await code(client.send(''))).toBe('AR');
  });

  it('gets one answer per message and in order, however fast it sends', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `B${i}`);
    const answers = await Promise.all(ids.map(id => client.send(oru(id))));
    expect(answers.map(answer => get(parse(answer), 'MSA-2'))).toEqual(ids);
    expect(await stored()).toEqual(expect.arrayContaining(ids));
  });

  it('gets a batch of answers for a batch', async () => {
    const answer = text(await client.send(`BHS|^~\\&|SIL\r${oru('C1')}${oru('C2')}BTS|2\r`));
    expect(answer.match(/MSA\|AA\|C\d/g)).toEqual(['MSA|AA|C1', 'MSA|AA|C2']);
    expect(answer).toMatch(/^BHS.*BTS\|2\r$/s);
  });

  it('may speak of several usagers in one message: each part goes its own way', async () => {
    const second = oru('D1', 'ROYM85010112').split('\r')[1];
    const answer = parse(await client.send(`${oru('D1')}${second}\r`));
    expect([get(answer, 'MSA-1'), get(answer, 'MSA-3')?.slice(0, 13)]).toEqual(['AA', 'Kept, waiting']);
    expect((await stored()).filter(id => id === 'D1')).toHaveLength(1);
  });
});

describe('what nobody promised', () => {
  const failing = { receive: () => Promise.reject(new Error('the database is down')) };

  it('when the record is not available the sender is told to send again, and the connection stays', async () => {
    const broken = await start(failing);
    const sender = await connectMllp({ port: broken.port });
    for (const id of ['E1', 'E2']) {
      const answer = parse(await sender.send(oru(id)));
      expect([get(answer, 'MSA-1'), get(answer, 'ERR-3.1'), get(answer, 'MSA-2')]).toEqual(['AE', '207', id]);
    }
    await sender.close();
    await broken.close();
  });

  it.each([
    ['S1', 'TREM04121925'],
    ['S2', ''],
  ])('a sender that nobody registered is refused, whoever the message is about (%s)', async (id, nam) => {
    const answer = parse(await client.send(oru(id, nam).replace('SIL', 'STRANGER')));
    expect(get(answer, 'MSA-1')).toBe('AR');
    expect(await stored()).not.toContain(id);
    const waiting = await database.asOwner(
      "SELECT FROM record.deposit WHERE state = 'waiting' AND key LIKE $1",
      [`STRANGER%${id}`],
    );
    expect(waiting).toEqual([]);
  });

  it('a message that is too long is rejected, and the next one is read', async () => {
    const small = await start(intake, { limit: 2000 });
    const sender = await connectMllp({ port: small.port });
    const answers = [sender.send(oru('L1') + 'x'.repeat(5000)), sender.send(oru('L2'))];
    expect(await Promise.all(answers.map(code))).toEqual(['AR', 'AA']);
    await sender.close();
    await small.close();
  });

  it('nothing is answered before intake has kept the message', async () => {
    let release: (receipt: Receipt) => void = () => undefined;
    const slow = await start({
      receive: () =>
        new Promise(resolve => {
          release = resolve;
        }),
    });
    const socket = connect({ port: slow.port, host: '127.0.0.1' });
    let heard = 0;
    socket.on('data', chunk => {
      heard += chunk.length;
    });
    socket.write(`\x0b${oru('F1')}\x1c\r`);
    // Another connection opened, used and closed meanwhile: the first had every occasion to be answered.
    await (await connectMllp({ port: slow.port })).close();
    expect(heard).toBe(0);
    const answered = new Promise(resolve => socket.once('data', resolve));
    while (senders.at(-1) !== 'SIL@CHUM') await new Promise(setImmediate);
    await new Promise(setImmediate);
    release({ deposit: 'd', replayed: false, state: 'stored', written: [], issues: [] });
    await answered;
    socket.destroy();
    await slow.close();
  });
});

describe('a process that was killed between receipt and storage', () => {
  it('has kept the message: it goes on at the next start, once, and the sender who asks again is told AA', async () => {
    const original = new TextEncoder().encode(oru('K1'));
    const origin = { request: 'r', address: '::1', channel: 'mllp' };
    const contentType = 'x-application/hl7-v2+er7';
    const kept = {
      format: 'hl7v2',
      contentType,
      original,
      actor: laboratory,
      origin,
      key: 'SIL|CHUM|K1',
    } as const;
    await gate.deposits.keep(kept, createHash('sha256').update(original).digest('hex'));
    expect(await stored()).not.toContain('K1');
    await intake.recover();
    expect(await code(client.send(oru('K1')))).toBe('AA');
    expect((await stored()).filter(id => id === 'K1')).toHaveLength(1);
  });
});

describe('connections', () => {
  it('a message in packets of one byte, with noise around it, is a message', async () => {
    const socket = connect({ port: server.port, host: '127.0.0.1', noDelay: true });
    const answer = new Promise<Buffer>(resolve => socket.once('data', resolve));
    for (const byte of Buffer.from(`noise\x0b${oru('G1')}\x1c\r`)) socket.write(Uint8Array.of(byte));
    expect(text(await answer)).toContain('MSA|AA|G1');
    socket.destroy();
  });

  it('a sender that closes its side after the message still gets the answer', async () => {
    const socket = connect({ port: server.port, host: '127.0.0.1' });
    const answer = new Promise<Buffer>(resolve => socket.once('data', resolve));
    socket.end(`\x0b${oru('G2')}\x1c\r`);
    expect(text(await answer)).toContain('MSA|AA|G2');
  });

  it('that are silent too long are closed', async () => {
    const impatient = await start(intake, { idle: 20 });
    const socket = connect({ port: impatient.port, host: '127.0.0.1' });
    await new Promise(resolve => socket.once('close', resolve));
    await impatient.close();
  });

  it('a stop answers the message in hand first', async () => {
    const gates = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const patient = await start({
      async receive(deposit: Deposit) {
        arrived.resolve();
        await gates.promise;
        return intake.receive(deposit);
      },
    });
    const sender = await connectMllp({ port: patient.port });
    const answer = code(sender.send(oru('H1')));
    await arrived.promise;
    const stopped = patient.close();
    gates.resolve();
    expect(await answer).toBe('AA');
    await stopped;
    expect(await stored()).toContain('H1');
  });

  it('a port that is taken is an error for whoever starts', async () => {
    await expect(start(intake, { port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
