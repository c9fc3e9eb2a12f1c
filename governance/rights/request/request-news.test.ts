import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RightsHouse, rightsHouse, type Who } from '../testing/rights-house.ts';
import { requestNews } from './request-news.ts';

let house: RightsHouse;
beforeAll(async () => {
  house = await rightsHouse();
});
afterAll(() => house?.close());

const words = { text: 'Parce que la source le confirme.' };
const newsSince = (since: Date) => requestNews(house.database.service.query, since, house.now(), 100);

async function complain(): Promise<string> {
  house.later(3);
  const asked = await house.ask('anne', 'POST', '/anne/requests', {
    kind: 'complaint',
    wanted: 'Une réponse.',
  });
  expect(asked.status).toBe(201);
  return asked.body.id;
}
async function step(who: Who, id: string, event: string): Promise<void> {
  house.later(1);
  const door = who === 'anne' ? `/anne/requests/${id}/events` : `/requests/${id}/events`;
  expect((await house.ask(who, 'POST', door, { event, ...words })).status).toBe(200);
}

it('what those who handle a request decide is news; what the person did, or is not told of, is none', async () => {
  const began = house.now();
  const id = await complain();
  await step('ines', id, 'take');
  expect(await newsSince(began)).toMatchObject([{ usager: 'anne', at: house.now(), late: false }]);
  await step('ines', id, 'propose-refusal');
  await step('jean', id, 'return');
  await step('ines', id, 'propose-refusal');
  expect(await newsSince(began)).toHaveLength(1);
  await step('jean', id, 'refuse');
  await step('anne', id, 'disagree');
  expect(await newsSince(began)).toHaveLength(2);
});

it('a delay that is over is news once, unless the request was answered or taken back', async () => {
  const [open, withdrawn] = [await complain(), await complain()];
  await step('anne', withdrawn, 'withdraw');
  const began = house.now();
  expect(await newsSince(began)).toEqual([]);
  house.later(31 * 24);
  expect(await newsSince(began)).toMatchObject([{ id: `late-${open}`, usager: 'anne', late: true }]);
  expect(await newsSince(house.now())).toEqual([]);
});
