import { connectMllp } from '@continuum/exchange-hl7v2-mllp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Shown, securedApplication } from './testing/secured-application.ts';

type World = Awaited<ReturnType<typeof securedApplication>>;
type System = Awaited<ReturnType<World['enrol']>>;
let world: World;
let laboratory: System;
let other: System;

beforeAll(async () => {
  world = await securedApplication();
  const profile = 'laboratory-system';
  laboratory = await world.enrol('labo', { profile, senders: [{ application: 'SIL', facility: 'CHUM' }] });
  other = await world.enrol('autre', { profile, senders: [{ application: 'SIL-2', facility: 'SUD' }] });
});
afterAll(() => world?.close());

let control = 0;
const oru = (application: string, facility: string) =>
  `MSH|^~\\&|${application}|${facility}|C|R|20260301101500-0500||ORU^R01^ORU_R01|T${++control}|P|2.5.1\r` +
  'PID|1||TREM04121925^^^RAMQ^JHN||Tremblay^Mathieu||20041219|M\rOBR|1|||718-7^Hb^LN\r' +
  'OBX|1|NM|718-7^Hb^LN||140|g/L|||||F|||20260301100000-0500\r';

const open = (shown?: Omit<Shown, 'serial'>, at = world.server) =>
  connectMllp({ port: at.mllpPort, tls: { ca: world.root, ...shown } });

const codeOf = (answer: Uint8Array) =>
  /^MSA\|(A[AER])/m.exec(Buffer.from(answer).toString().replaceAll('\r', '\n'))?.[1];

async function send(shown: Omit<Shown, 'serial'>, ...messages: string[]): Promise<(string | undefined)[]> {
  const client = await open(shown);
  const codes: (string | undefined)[] = [];
  for (const message of messages) codes.push(codeOf(await client.send(message)));
  await client.close();
  return codes;
}

describe('HL7 v2 over MLLP over TLS', () => {
  it('takes what the system of the certificate sends under its own MSH-3 and MSH-4', async () => {
    expect(await send(laboratory.shown, oru('SIL', 'CHUM'))).toEqual(['AA']);
  });

  it('refuses what it sends in the name of another, and of nobody', async () => {
    expect(await send(laboratory.shown, oru('SIL-2', 'SUD'), oru('INCONNU', 'X'))).toEqual([
      'AR',
      expect.anything(),
    ]);
    expect(await send(other.shown, oru('SIL', 'CHUM'), oru('SIL-2', 'SUD'))).toEqual(['AR', 'AA']);
  });

  it('takes nothing of a system from its revocation on, on the connection that is open', async () => {
    const clinic = await world.enrol('clinique', {
      profile: 'laboratory-system',
      senders: [{ application: 'SIL-3', facility: 'NORD' }],
    });
    const client = await open(clinic.shown);
    expect(codeOf(await client.send(oru('SIL-3', 'NORD')))).toBe('AA');
    await world.revoke(clinic.shown.serial);
    expect(codeOf(await client.send(oru('SIL-3', 'NORD')))).toBe('AR');
    await client.close();
  });

  it('takes everything of a sender who is too fast, at the pace that it may have', async () => {
    const slow = await world.start({ RATE_SYSTEM: '60' });
    const clients = await Promise.all([open(laboratory.shown, slow), open(laboratory.shown, slow)]);
    const from = Date.now();
    const answers = await Promise.all([0, 1, 0, 1].map(at => clients[at]!.send(oru('SIL', 'CHUM'))));
    expect(answers.map(codeOf)).toEqual(['AA', 'AA', 'AA', 'AA']);
    // One a second: the first at once, the last in the fourth second.
    expect(Date.now() - from).toBeGreaterThan(2000);
    await Promise.all(clients.map(client => client.close()));
    await slow.close();
  });

  it('hears nobody without a certificate', async () => {
    // TLS 1.3 refuses after the client's own handshake: at the latest with the first message.
    const heard = open().then(client => client.send(oru('SIL', 'CHUM')));
    await expect(heard).rejects.toThrow();
  });
});
