import { expect, test } from 'vitest';
import { mother } from '../testing/server.ts';
import { stage } from '../testing/stage.ts';

const { here, citizen, given, opens } = stage();

test('a person who withdraws what an application may do ends it, and the journal says so', async () => {
  const { body } = await given('autre', 'launch/patient patient/*.rs');
  const browser = await citizen();
  const list = await browser.get('/oauth/applications?here=1');
  const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(list.body) ?? [];
  await browser.post('/oauth/applications', { client: 'autre', as: 'citizen', csrf });
  expect(await opens(body.access_token)).toBe(401);
  expect(here.world.events).toContainEqual(
    expect.objectContaining({
      action: 'sign-out',
      actor: expect.objectContaining({
        id: mother.id,
        application: { id: 'autre', name: 'Application autre' },
      }),
    }),
  );
});
