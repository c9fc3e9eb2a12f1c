import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { smtpSender } from './index.ts';
import type { NoticeInput } from './notice-view.ts';
import { sendNotices } from './send-notices.ts';
import { tellOverrides } from './tell-overrides.ts';
import { mailServer } from './testing/index.ts';
import { cast, hour, minute, type NoticeHouse, noticeHouse, publicUrl } from './testing/notice-house.ts';

const { anne, luc, physician, surveillance, feed } = cast;
let house: NoticeHouse;
let server: Awaited<ReturnType<typeof mailServer>>;
let send: ReturnType<typeof smtpSender>;
/** What the mail server answers to a recipient, and to whoever sends: taken when undefined. */
let refusal: number | undefined;
let senderRefusal: number | undefined;

const ask: NoticeHouse['ask'] = (...given) => house.ask(...given);
const choose: NoticeHouse['choose'] = (...given) => house.choose(...given);
const look: NoticeHouse['look'] = (...given) => house.look(...given);
const override: NoticeHouse['override'] = usager => house.override(usager);
const work = () => house.work();
const deps = () => house.deps();

/** The text of a message, as who receives it reads it. */
function readable(raw: string): string {
  const [, body = ''] = raw.split(/\r\n\r\n([\s\S]*)/);
  if (/transfer-encoding: base64/i.test(raw)) return Buffer.from(body, 'base64').toString();
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
const texts = (to: string) => server.received.filter(mail => mail.to === to).map(({ raw }) => readable(raw));
const codeSentTo = (to: string): string => /\d{6}/.exec(texts(to).at(-1)!)![0];

async function confirmed(email: string, input: Partial<NoticeInput> = {}, patient = 'anne'): Promise<void> {
  expect((await choose({ email, ...input }, patient)).body).toMatchObject({ email: { state: 'to-confirm' } });
  await sendNotices(deps());
  expect(await ask('POST', `/${patient}/confirmation`, { code: codeSentTo(email) })).toMatchObject({
    status: 200,
    body: { email: { state: 'confirmed', address: email } },
  });
}

beforeAll(async () => {
  house = await noticeHouse();
  server = await mailServer(
    () => refusal,
    () => senderRefusal,
  );
  send = smtpSender(server.url, 'continuum@example.org', true);
}, 60_000);

beforeEach(async () => {
  await house.empty();
  house.at.senders = { email: send };
  refusal = undefined;
  senderRefusal = undefined;
  server.received.length = 0;
});

afterAll(async () => {
  send?.close();
  await server?.close();
  await house?.close();
});

describe('what a person chooses', () => {
  it('is off until they choose, and nothing is sent then', async () => {
    expect(await ask('GET', '/anne')).toMatchObject({
      status: 200,
      body: { frequency: 'off', email: { state: 'none' }, sms: { state: 'none' } },
    });
    await look('anne');
    house.at.ahead = 2 * hour;
    await work();
    expect(server.received).toEqual([]);
  });

  it('needs an address; one that is none is refused', async () => {
    const without = await choose({});
    expect(without).toMatchObject({
      status: 409,
      body: { issue: [{ diagnostics: expect.stringContaining('email') }] },
    });
    for (const email of [
      'anne',
      'a@b',
      'a b@example.org',
      'a@example.org, c@example.org',
      'a@example.org\r\nBcc: x@y.ca',
      'a\u0000b@example.org',
      'a@exam\u0085ple.org',
    ])
      expect((await choose({ email })).status, email).toBe(400);
  });

  it('stops at once, whatever became of the address and however many codes were sent: none is for that', async () => {
    await confirmed('anne@example.org');
    for (const email of ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'])
      expect((await choose({ email })).status, email).toBe(200);
    expect((await choose({ email: 'e@example.org' })).status).toBe(429);
    for (const input of [{ email: 'd@example.org' }, {}])
      expect(await choose({ frequency: 'off', ...input })).toMatchObject({
        status: 200,
        body: { frequency: 'off', email: { state: 'to-confirm', address: 'd@example.org' } },
      });
    await sendNotices(deps());
    expect(texts('d@example.org')).toHaveLength(1);
  });

  it('a code is sent again to who asks for it, though they are told of nothing', async () => {
    for (const count of [1, 2]) {
      await choose({ frequency: 'off', email: 'anne@example.org' });
      await sendNotices(deps());
      expect(texts('anne@example.org')).toHaveLength(count);
    }
  });

  it('sends nothing but a code to an address that is not confirmed', async () => {
    await choose({ email: 'anne@example.org' });
    await look('anne');
    house.at.ahead = 5 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(1);
    expect(texts('anne@example.org')[0]).toMatch(/Votre code de confirmation : \d{6}/);
  });

  it('when the journal takes nothing, a code confirms nothing; later, the same one does', async () => {
    await choose({ email: 'anne@example.org' });
    await sendNotices(deps());
    const confirm = () => ask('POST', '/anne/confirmation', { code: codeSentTo('anne@example.org') });
    await house.database.asOwner('REVOKE INSERT ON record.journal FROM continuum_record');
    try {
      expect((await confirm()).status).toBeGreaterThanOrEqual(500);
      const kept = await house.database.asOwner('SELECT confirmed, code_tries FROM service.notice_address');
      expect(kept).toEqual([{ confirmed: null, code_tries: 0 }]);
    } finally {
      await house.database.asOwner('GRANT INSERT ON record.journal TO continuum_record');
    }
    expect(await confirm()).toMatchObject({ status: 200, body: { email: { state: 'confirmed' } } });
  });

  it('a wrong code confirms nothing; after five, the right one does not either', async () => {
    await choose({ email: 'anne@example.org' });
    await sendNotices(deps());
    const right = codeSentTo('anne@example.org');
    const wrong = right === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries++)
      expect((await ask('POST', '/anne/confirmation', { code: wrong })).status).toBe(422);
    expect((await ask('POST', '/anne/confirmation', { code: right })).status).toBe(422);
  });

  it('a code serves for half an hour, and five are sent in an hour', async () => {
    await choose({ email: 'anne@example.org' });
    await sendNotices(deps());
    house.at.ahead = 31 * minute;
    expect((await ask('GET', '/anne')).body.email.state).toBe('expired');
    expect((await ask('POST', '/anne/confirmation', { code: codeSentTo('anne@example.org') })).status).toBe(
      422,
    );
    for (let sent = 1; sent < 5; sent++)
      expect((await choose({ email: 'anne@example.org' })).status).toBe(200);
    expect((await choose({ email: 'anne@example.org' })).status).toBe(429);
  });

  it.each([luc, physician, surveillance, feed].map(actor => [actor.name, actor.profile, actor] as const))(
    'is nobody else’s: %s (%s) neither reads nor changes it, and the attempt is in the person’s journal',
    async (_, profile, actor) => {
      house.at.caller = actor;
      expect((await ask('GET', '/anne')).status).toBe(403);
      expect((await choose({ email: 'x@example.org' })).status).toBe(403);
      expect((await ask('POST', '/anne/confirmation', { code: '123456' })).status).toBe(403);
      const rows = await house.database.asOwner(
        `SELECT entry FROM record.journal WHERE usager = 'anne' ORDER BY at DESC, id DESC LIMIT 1`,
      );
      const entry = JSON.parse(String(rows[0]!.entry));
      expect(entry).toMatchObject({ outcome: 'denied', who: { profile } });
    },
  );

  it('cannot be chosen where no message leaves, and is said to be so', async () => {
    const silent = await house.open([]);
    const { body } = await house.askAt(silent, 'GET', '/anne');
    expect(body).toMatchObject({ available: [], frequency: 'off' });
    const each = { frequency: 'each', language: 'fr', email: 'anne@example.org' };
    expect((await house.askAt(silent, 'PUT', '/anne', each)).status).toBe(503);
    await silent.close();
  });

  it('somebody unknown is asked who they are', async () => {
    house.at.caller = cast.nobody;
    expect((await ask('GET', '/anne')).status).toBe(401);
  });
});

describe('a notice at each access', () => {
  it('says that the record was opened, and neither by whom nor what of it', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    house.at.ahead = 3 * minute;
    await work();
    const [, text = ''] = texts('anne@example.org');
    expect(text).toContain('Votre dossier de santé a été consulté.');
    expect(text).toContain(`${publicUrl}/carnet/`);
    for (const secret of ['Gagnon', 'GMF', 'physician', 'Anne', 'Roy', 'Patient'])
      expect(text).not.toContain(secret);
  });

  it('is gathered: at most one an hour, on however many processes', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    house.at.ahead = 3 * minute;
    await Promise.all([work(), work(), work()]);
    expect(texts('anne@example.org')).toHaveLength(2);
    // Looked at again before the hour is over, as the journal's own clock has it: told in the next one.
    await house.database.asOwner(
      `UPDATE service.notice_choice SET looked_until = now() - interval '1 second'`,
    );
    await look('anne');
    await look('anne');
    house.at.ahead = 30 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(2);
    house.at.ahead = 64 * minute;
    await work();
    await work();
    expect(texts('anne@example.org')).toHaveLength(3);
  });

  it('is not sent for one’s own looks, for what was blocked, nor for what came before the choice', async () => {
    await look('anne');
    await confirmed('anne@example.org');
    await look('anne', anne);
    await look('anne', luc);
    house.at.ahead = 3 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(1);
  });

  it('of a record that one follows says so; who may not open it any more is told nothing', async () => {
    await confirmed('anne@example.org', { language: 'en' }, 'lea');
    await look('lea');
    house.at.ahead = 3 * minute;
    await work();
    expect(texts('anne@example.org')[1]).toContain('A health record that you follow was opened.');
    await house.database.asOwner(
      `UPDATE service.notice_choice SET looked_until = now() - interval '1 second'`,
    );
    await look('lea');
    house.at.openable = ['anne'];
    house.at.ahead = 2 * hour;
    await work();
    expect(texts('anne@example.org')).toHaveLength(2);
    expect((await ask('GET', '/lea')).body.frequency).toBe('off');
  });
});

describe('a weekly notice', () => {
  it('comes after a week in which the record was opened, and not after a quiet one', async () => {
    await confirmed('anne@example.org', { frequency: 'weekly' });
    await look('anne');
    house.at.ahead = 6 * 24 * hour;
    await work();
    expect(texts('anne@example.org')).toHaveLength(1);
    house.at.ahead = 7 * 24 * hour + minute;
    await work();
    expect(texts('anne@example.org')[1]).toContain('au cours de la dernière semaine');
    house.at.ahead = 14 * 24 * hour + 2 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(2);
  });
});

describe('an address that fails', () => {
  it('for good: nothing more is sent to it, the Carnet says so, and a new code mends it', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    refusal = 550;
    house.at.ahead = 3 * minute;
    await work();
    const state = await ask('GET', '/anne');
    expect(state.body.email).toMatchObject({ state: 'refused', address: 'anne@example.org' });
    refusal = undefined;
    house.at.ahead = 2 * hour;
    await work();
    expect(texts('anne@example.org')).toHaveLength(1);
    await confirmed('anne@example.org');
    expect((await ask('GET', '/anne')).body.email.state).toBe('confirmed');
  });

  it('is not the one that fails when the server refuses whoever sends: the message waits', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    senderRefusal = 550;
    house.at.ahead = 3 * minute;
    await work();
    expect((await ask('GET', '/anne')).body.email).toMatchObject({ state: 'confirmed', delayed: true });
    senderRefusal = undefined;
    house.at.ahead = 5 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(2);
  });

  it('for now: the message waits, the Carnet says so, and it is sent once when it can', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    refusal = 451;
    house.at.ahead = 3 * minute;
    await work();
    expect((await ask('GET', '/anne')).body.email).toMatchObject({ state: 'confirmed', delayed: true });
    refusal = undefined;
    house.at.ahead = 5 * minute;
    await Promise.all([work(), work()]);
    expect(texts('anne@example.org')).toHaveLength(2);
    expect((await ask('GET', '/anne')).body.email.delayed).toBe(false);
  });
});

describe('the override of a restriction', () => {
  it('is told once to the register’s address of who chose nothing', async () => {
    await tellOverrides(deps());
    house.at.registered = 'luc@example.org';
    await override('luc');
    await Promise.all([work(), work()]);
    await work();
    const [text = '', ...more] = texts('luc@example.org');
    expect(more).toEqual([]);
    expect(text).toContain('malgré une restriction');
    expect(text).not.toContain('Gagnon');
  });

  it('is told at the address that they confirmed, though they chose to be told of no access, and to who follows it', async () => {
    await tellOverrides(deps());
    await confirmed('anne@example.org', { frequency: 'off' });
    house.at.registered = 'old@example.org';
    await override('anne');
    await work();
    expect(texts('anne@example.org')[1]).toContain(
      'Votre dossier de santé a été ouvert malgré une restriction',
    );
    expect(texts('old@example.org')).toEqual([]);
  });

  it('of who has no address is told in the Carnet alone', async () => {
    await tellOverrides(deps());
    await override('luc');
    await work();
    expect(server.received).toEqual([]);
  });
});
