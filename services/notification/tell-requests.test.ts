import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NoticeInput } from './notice-view.ts';
import { minute, type NoticeHouse, noticeHouse } from './testing/notice-house.ts';

let house: NoticeHouse;
let sent: { to: string; text: string }[] = [];

beforeAll(async () => {
  house = await noticeHouse();
}, 60_000);
beforeEach(async () => {
  await house.empty();
  sent = [];
  const keep = async ({ to, text }: { to: string; text: string }) => void sent.push({ to, text });
  house.at.senders = { email: keep, sms: keep };
});
afterAll(() => house?.close());

async function confirmed(input: Partial<NoticeInput>, patient = 'anne'): Promise<void> {
  await house.choose({ frequency: 'off', ...input }, patient);
  await house.work();
  for (const [channel, given] of [
    ['email', input.email],
    ['sms', input.mobile],
  ]) {
    if (given === undefined) continue;
    const message = sent.find(({ to }) => to.includes('@') === (channel === 'email'))!;
    const code = /\d{6}/.exec(message.text)![0];
    const answer = await house.ask('POST', `/${patient}/confirmation`, { code, channel });
    expect(answer.status).toBe(200);
  }
  sent = [];
}
const happens = (usager: string, late = false) => {
  const at = new Date(Date.now() + house.at.ahead);
  house.at.news.push({ id: `${late ? 'late' : 'step'}-${house.at.news.length}`, usager, at, late });
};

describe('what becomes of requests by right', () => {
  it('is told to nobody who did not choose it', async () => {
    await confirmed({ frequency: 'each', email: 'anne@example.org' });
    happens('anne');
    house.at.ahead = minute;
    await house.work();
    expect(sent).toEqual([]);
  });

  it('is told once by each way that was chosen, in words that say nothing of it', async () => {
    await confirmed({
      ...{ requests: ['email', 'sms'], email: 'anne@example.org', mobile: '514 555-0199' },
    });
    happens('anne');
    house.at.ahead = minute;
    await Promise.all([house.work(), house.work()]);
    await house.work();
    expect(sent.map(({ to }) => to).toSorted()).toEqual(['+15145550199', 'anne@example.org']);
    for (const { text } of sent)
      expect(text).toMatch(/[Uu]ne demande (au sujet de|sur) votre dossier de santé a avancé\./);
  });

  it('is told when the delay is over without an answer', async () => {
    await confirmed({ requests: ['sms'], mobile: '514 555-0199' });
    happens('anne', true);
    house.at.ahead = minute;
    await house.work();
    expect(sent).toEqual([{ to: '+15145550199', text: expect.stringContaining('son délai est écoulé') }]);
  });

  it('about a record that one follows is told while one may open it', async () => {
    await confirmed({ requests: ['email'], email: 'anne@example.org', language: 'en' }, 'lea');
    happens('lea');
    house.at.ahead = minute;
    await house.work();
    expect(sent).toEqual([
      {
        to: 'anne@example.org',
        text: expect.stringContaining('A request about a health record that you follow went a step further.'),
      },
    ]);
    house.at.openable = ['anne'];
    happens('lea');
    house.at.ahead = 2 * minute;
    await house.work();
    expect(sent).toHaveLength(1);
  });

  it('cannot be chosen by a way without an address', async () => {
    expect((await house.choose({ frequency: 'off', requests: ['sms'] })).status).toBe(409);
  });
});
