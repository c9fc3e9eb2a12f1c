import { describe, expect, it } from 'vitest';
import { type Browser, createBrowser } from '../testing/browser.ts';
import { answerOf, authorizationRequest, authorize } from '../testing/client.ts';
import { issuer, mother, physician } from '../testing/server.ts';
import { stage } from '../testing/stage.ts';

const { here, citizen, clinician } = stage();
const scope = 'openid user/*.rs';
const whole = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' };

/** What a browser that is sent there is answered, and every page that it was shown on the way. */
async function silently(browser: Browser, more = {}, headers: Record<string, string> = whole, asked = scope) {
  const start = await browser.get(
    authorizationRequest('app', asked, { prompt: 'none', ...more }).address,
    headers,
  );
  const where = String(start.headers.location);
  if (!where.includes('/interaction/')) return { start, answer: answerOf(start), shown: [] };
  const first = await browser.open(where);
  const last = first.statusCode === 200 ? await browser.open(`${where}?here=1`) : first;
  return { start, answer: answerOf(last), shown: [first, last].filter(it => it.statusCode === 200) };
}

const given = async (browser: Browser, asked = scope) =>
  authorize(browser, authorizationRequest('app', asked).address, {});

describe('prompt=none (OIDC Core 3.1.2.6)', () => {
  it('is answered with a code, and nothing is shown, when the person is signed in and authorized the same before', async () => {
    const browser = await clinician();
    expect((await given(browser)).get('code')).not.toBeNull();
    const { answer, shown } = await silently(browser);
    expect(Object.fromEntries(answer)).toMatchObject({
      code: expect.any(String),
      iss: issuer,
      state: 'state-1',
    });
    expect(shown).toEqual([]);
  });

  it('is login_required when nobody is signed in; the one page on the way asks for nothing', async () => {
    const { answer, shown } = await silently(createBrowser(here.app));
    expect(Object.fromEntries(answer)).toMatchObject({
      error: 'login_required',
      iss: issuer,
      state: 'state-1',
    });
    expect(shown).toHaveLength(1);
    expect(shown[0]!.body).toContain('http-equiv="refresh" content="0;url=?here=1"');
    expect(shown[0]!.body).not.toContain('<form');
    expect(shown[0]!.headers['x-frame-options']).toBe('DENY');
  });

  it('is consent_required when the person never authorized it, or not all of it', async () => {
    const never = createBrowser(here.app);
    never.set(...(await here.world.signIn('citizen', mother)));
    expect((await silently(never)).answer.get('error')).toBe('consent_required');
    const browser = await clinician();
    await given(browser);
    const more = await silently(browser, {}, whole, 'openid fhirUser user/*.rs');
    expect(more.answer.get('error')).toBe('consent_required');
  });

  it('is account_selection_required when two are signed in', async () => {
    const browser = await citizen();
    browser.set(...(await here.world.signIn('clinician', physician)));
    expect((await silently(browser)).answer.get('error')).toBe('account_selection_required');
  });

  it('is interaction_required when whose record it is must be said', async () => {
    const browser = await citizen();
    const asked = 'openid launch/patient patient/*.rs';
    const address = authorizationRequest('app', asked).address;
    expect((await authorize(browser, address, { patient: 'mere' })).get('code')).not.toBeNull();
    expect((await silently(browser, {}, whole, asked)).answer.get('error')).toBe('interaction_required');
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['in a frame', { ...whole, 'sec-fetch-dest': 'iframe' }, {}],
    ['by a script', { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' }, {}],
    ['by what does not say how it goes there', {}, {}],
    ['with an age that the session may not have', whole, { max_age: '60' }],
  ])('%s, it is login_required at once, whoever is signed in', async (_, headers, more) => {
    const browser = await clinician();
    await given(browser);
    const { start, answer } = await silently(browser, more, headers);
    expect([start.statusCode, answer.get('error')]).toEqual([303, 'login_required']);
  });

  it('without the pass that a screen was given, it is login_required', async () => {
    const browser = await clinician();
    await given(browser);
    const left = createBrowser(here.app);
    for (const { name, value, path } of browser.cookies())
      if (!name.endsWith('_pass')) left.set(name, value, path);
    expect((await silently(left)).answer.get('error')).toBe('login_required');
  });
});
