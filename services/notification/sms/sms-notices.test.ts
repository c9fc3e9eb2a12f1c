import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NoticeInput } from '../notice-view.ts';
import { outboxOf } from '../send-notices.ts';
import { smsc } from '../testing/index.ts';
import { cast, hour, minute, type NoticeHouse, noticeHouse, publicUrl } from '../testing/notice-house.ts';
import { type SmppOptions, smppSender } from './smpp.ts';

const mobile = '514 555-0199';
const number = '15145550199';
let house: NoticeHouse;
let center: Awaited<ReturnType<typeof smsc>>;
/** What the SMSC answers: taken when undefined. */
let answer: string | undefined;
/** To that number alone; undefined: to each. */
let answeredOf: string | undefined;
const answerTo = (to: string) => (answeredOf === undefined || to === answeredOf ? answer : undefined);
let ends: (() => Promise<void>)[] = [];

function sender(options: Partial<SmppOptions> = {}) {
  const send = smppSender({ url: center.url, pausesMs: [1], ...options });
  ends.push(send.close);
  return send;
}
const texts = (to = number) => center.received.filter(sms => sms.to === to).map(({ text }) => text);
const choose = (input: Partial<NoticeInput> = {}, patient?: string) =>
  house.choose({ channels: ['sms'], mobile, ...input }, patient);
const codeSent = (to?: string) => /\d{6}/.exec(texts(to).at(-1)!)![0];
const giveBack = (code: string) => house.ask('POST', '/anne/confirmation', { code, channel: 'sms' });
const state = async () => (await house.ask('GET', '/anne')).body;

async function confirmed(input: Partial<NoticeInput> = {}): Promise<void> {
  expect((await choose(input)).body).toMatchObject({ sms: { state: 'to-confirm', address: '+15145550199' } });
  await house.work();
  expect(await giveBack(codeSent())).toMatchObject({ status: 200, body: { sms: { state: 'confirmed' } } });
}

beforeAll(async () => {
  house = await noticeHouse();
  center = await smsc({ answer: answerTo });
}, 60_000);
beforeEach(async () => {
  await house.empty();
  answer = undefined;
  answeredOf = undefined;
  center.received.length = 0;
  house.at.senders = { sms: sender() };
});
afterAll(async () => {
  for (const end of ends) await end();
  ends = [];
  await center?.close();
  await house?.close();
});

describe('a mobile number', () => {
  it('is told nothing but a code until its holder gives it back', async () => {
    await choose();
    await house.look('anne');
    house.at.ahead = 5 * minute;
    await house.work();
    expect(texts()).toEqual([expect.stringMatching(/^Continuum : votre code est \d{6}\. /)]);
  });

  it.each([
    ['514 555', /^mobile: not a number of a mobile phone; .*514 555-0199/],
    ['911', /^mobile: not a number/],
    ['+33 6 39 98 12 34', /^mobile: no text message leaves from here for that country/],
    ['876 555-0199', /^mobile: no text message leaves from here for that country/],
  ])('%s is refused with what to give in place of it, and nothing is kept', async (wrong, says) => {
    const { status, body } = await choose({ mobile: wrong });
    expect(status).toBe(422);
    expect(body.issue![0]!.diagnostics).toMatch(says);
    expect(await state()).toMatchObject({ frequency: 'off', sms: { state: 'none' } });
  });

  it('is asked for when SMS is chosen without one', async () => {
    const { status, body } = await house.choose({ channels: ['sms'] });
    expect([status, body.issue![0]!.diagnostics]).toEqual([
      ...[409, 'mobile: give the number that text messages are sent to.'],
    ]);
  });

  it('a wrong code confirms nothing, nor does the right one after five, nor after half an hour', async () => {
    await choose();
    await house.work();
    const right = codeSent();
    const wrong = right === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries++) expect((await giveBack(wrong)).status).toBe(422);
    expect((await giveBack(right)).status).toBe(422);
    await choose();
    await house.work();
    house.at.ahead = 31 * minute;
    expect((await state()).sms.state).toBe('expired');
    expect((await giveBack(codeSent())).status).toBe(422);
  });

  it('a code sent by SMS does not confirm the e-mail, nor the other way round', async () => {
    await choose({ email: 'anne@example.org' });
    await house.work();
    const code = codeSent();
    expect((await house.ask('POST', '/anne/confirmation', { code })).status).toBe(422);
    expect((await state()).email.state).toBe('to-confirm');
  });

  it('is sent three codes a day, by whoever; an account has five sent, and is told when to come back', async () => {
    for (let sent = 0; sent < 3; sent++) expect((await choose()).status).toBe(200);
    const fourth = await choose();
    expect(fourth).toMatchObject({ status: 429, headers: { 'retry-after': expect.anything() } });
    house.at.caller = { ...cast.luc, usagers: ['luc'] };
    expect((await choose({}, 'luc')).status).toBe(429);
    house.at.caller = cast.anne;
    expect((await choose({ mobile: '514 555-0101' })).status).toBe(200);
    // The try at the number that was full counted.
    expect((await choose({ mobile: '514 555-0102' })).status).toBe(429);
    house.at.ahead = 25 * hour;
    expect((await choose({ mobile: '514 555-0103' })).status).toBe(200);
  });

  it('a code that could not leave in time is not sent late', async () => {
    await choose();
    house.at.ahead = 31 * minute;
    await house.work();
    expect(texts()).toEqual([]);
    expect((await state()).sms).toMatchObject({ state: 'expired', delayed: false });
  });

  it('cannot be given where no text message leaves, and is said to be so', async () => {
    const mailOnly = await house.open(['email']);
    const asked = { frequency: 'each', channels: ['sms'], mobile, language: 'fr' };
    const { status, body } = await house.askAt(mailOnly, 'PUT', '/anne', asked);
    expect([status, body.issue![0]!.diagnostics]).toEqual([
      ...[503, 'No text message leaves from here: notices by SMS cannot be chosen.'],
    ]);
    expect((await house.askAt(mailOnly, 'GET', '/anne')).body).toMatchObject({
      ...{ available: ['email'], sms: { state: 'none' } },
    });
    await mailOnly.close();
  });

  it('and what is chosen of it are in the journal, without the number', async () => {
    await confirmed({ frequency: 'weekly' });
    const rows = await house.database.asOwner(
      `SELECT entry FROM record.journal WHERE entry::text LIKE '%notice-%' ORDER BY at DESC, id DESC LIMIT 2`,
    );
    const told = rows.map(({ entry }) => String(entry)).join('\n');
    expect(told).toContain('Patient/anne: weekly by sms');
    expect(told).toContain('notice-confirm');
    expect(told).not.toContain('5550199');
  });
});

describe('a notice by SMS', () => {
  it('says that the record was opened, and neither by whom nor what of it', async () => {
    await confirmed();
    await house.look('anne');
    house.at.ahead = 3 * minute;
    await house.work();
    expect(texts()[1]).toBe(
      'Continuum : votre dossier de santé a été consulté. Pour voir par qui et pourquoi, connectez-vous au Carnet.',
    );
    expect(await outboxOf(house.database.service, publicUrl)).toMatchObject([
      { to: '+15145550199', text: texts()[1] },
      { to: '+15145550199' },
    ]);
  });

  it('goes by each way that was chosen, once by each', async () => {
    const mails: string[] = [];
    house.at.senders = { sms: sender(), email: async ({ to, text }) => void mails.push(`${to} ${text}`) };
    await confirmed({ channels: ['sms', 'email'], email: 'anne@example.org', language: 'en' });
    const code = /\d{6}/.exec(mails.at(-1)!)![0];
    expect((await house.ask('POST', '/anne/confirmation', { code })).status).toBe(200);
    await house.look('anne');
    house.at.ahead = 3 * minute;
    await Promise.all([house.work(), house.work()]);
    expect(texts().slice(1)).toEqual([expect.stringContaining('Continuum: your health record was opened.')]);
    expect(mails.slice(1)).toEqual([
      expect.stringContaining('anne@example.org Your health record was opened.'),
    ]);
  });

  it('is not lost when the SMSC is away, however long: it goes when it is back, and the number stays good', async () => {
    await confirmed();
    await house.look('anne');
    await center.close();
    for (let day = 0; day < 5; day++) {
      house.at.ahead = day * 24 * hour + 3 * minute;
      await house.work();
    }
    expect((await state()).sms).toMatchObject({ state: 'confirmed', delayed: true });
    const { received, port } = center;
    center = await smsc({ answer: answerTo, port });
    house.at.ahead += hour;
    await house.work();
    await house.work();
    expect(center.received.map(({ text }) => text)).toEqual([expect.stringContaining('a été consulté')]);
    expect(received).toHaveLength(1);
    expect((await state()).sms).toMatchObject({ state: 'confirmed', delayed: false });
  });

  it.each(['ESME_RTHROTTLED', 'ESME_RSYSERR', 'ESME_RINVSRCADR'])(
    'that the SMSC answers %s waits, and says nothing of the number',
    async status => {
      await confirmed();
      await house.look('anne');
      answer = status;
      house.at.ahead = 3 * minute;
      await house.work();
      expect((await state()).sms).toMatchObject({ state: 'confirmed', delayed: true });
      answer = undefined;
      house.at.ahead = 5 * minute;
      await house.work();
      expect(texts()).toHaveLength(2);
    },
  );

  it('that the SMSC does not take for one number keeps none to another waiting', async () => {
    answer = 'ESME_RSUBMITFAIL';
    answeredOf = '15145550100';
    const wait = (tries: number, count: number) =>
      house.database.asOwner(
        `INSERT INTO service.notice (key, holder, template, mobile, language, facts, created, next_try, tries)
         SELECT gen_random_uuid(), 'x', 'opened', '+15145550100', 'fr', '{"own":true}', now(), now() - interval '1 hour', $1
           FROM generate_series(1, $2)`,
        [tries, count],
      );
    await wait(6, 5);
    await wait(0, 2);
    await confirmed();
  });

  it('waits when the SMSC refuses the account, and says nothing of the number', async () => {
    await confirmed();
    await house.look('anne');
    house.at.senders = { sms: sender({ password: 'changed' }) };
    house.at.ahead = 3 * minute;
    await house.work();
    expect((await state()).sms).toMatchObject({ state: 'confirmed', delayed: true });
    house.at.senders = { sms: sender() };
    house.at.ahead = 5 * minute;
    await house.work();
    expect(texts()).toHaveLength(2);
  });

  it('to a number that the SMSC says is none is the last: the Carnet says so, and a new code mends it', async () => {
    await confirmed();
    await house.look('anne');
    answer = 'ESME_RINVDSTADR';
    house.at.ahead = 3 * minute;
    await house.work();
    expect((await state()).sms).toMatchObject({ state: 'refused', address: '+15145550199' });
    answer = undefined;
    house.at.ahead = 2 * hour;
    await house.look('anne');
    await house.work();
    expect(texts()).toHaveLength(1);
    await confirmed();
  });

  it('of an override goes to whoever gave nothing but a number, and else by the ways that they chose', async () => {
    await house.work();
    await confirmed({ frequency: 'off' });
    await house.override('anne');
    await house.work();
    expect(texts()[1]).toContain('ouvert malgré une restriction');
    const mails: string[] = [];
    house.at.senders = { ...house.at.senders, email: async ({ text }) => void mails.push(text) };
    await house.choose({ frequency: 'off', email: 'anne@example.org' });
    await house.work();
    const code = /\d{6}/.exec(mails.at(-1)!)![0];
    await house.ask('POST', '/anne/confirmation', { code });
    await house.override('anne');
    await house.work();
    expect(mails).toHaveLength(2);
    expect(texts()).toHaveLength(2);
  });
});
