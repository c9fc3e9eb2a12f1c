import { expect, test } from 'vitest';
import { createBrowser } from '../testing/browser.ts';
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

test('whoever is not signed in is shown both doors, or sent to the one that the address names', async () => {
  const browser = createBrowser(here.app);
  const page = await browser.get('/oauth/applications?here=1');
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('/clinician/?return=%2Foauth%2Fapplications');
  expect(page.body).toContain('/citizen/?return=%2Foauth%2Fapplications');
  for (const kind of ['clinician', 'citizen'])
    expect((await browser.get(`/oauth/applications?here=1&as=${kind}`)).headers.location).toMatch(
      new RegExp(`^/${kind}/`),
    );
});
