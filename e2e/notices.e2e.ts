import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openScreen } from '@continuum/registries-credential/testing';
import { mailServer, pushService, smsc } from '@continuum/services-notification/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openSection, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

const sent = (body: object) => ({
  ...{ method: 'POST', body: JSON.stringify(body) },
  headers: { 'content-type': 'application/json' },
});

/** The person keeps everything from physicians. Resolves to the id of their Patient. */
async function restrict(server: RunningServer, userName: string): Promise<string> {
  const screen = await openScreen(server.url, server.identity(userName));
  const { usagers } = (await (await screen.fetch('/api/session')).json()) as { usagers: { id: string }[] };
  const [{ id }] = usagers as [{ id: string }];
  const terms = { practitioners: [], profiles: ['physician'], everything: true, domains: [], resources: [] };
  const answer = await screen.fetch(`/api/consent/${id}/restriction`, sent(terms));
  expect(answer.ok, await answer.text()).toBe(true);
  return id;
}

/** A provider overrides it, and signs with the demonstration's software key. */
async function override(server: RunningServer, userName: string, patient: string): Promise<void> {
  const identity = server.identity(userName);
  const screen = await openScreen(server.url, identity);
  const grounds = { danger: 'life', noConsent: 'unconscious', reason: 'Perte de conscience à l’urgence.' };
  const prepared = await screen.fetch(`/api/override/${patient}`, sent(grounds));
  const { act, challenge } = (await prepared.json()) as { act: string; challenge: string };
  const asserted = await fetch(
    `${server.url}/demo/keys/${userName}/assertions`,
    sent({ challenge, pin: identity.pin }),
  );
  const signed = await screen.fetch('/api/act/signature', sent({ act, assertion: await asserted.json() }));
  expect(signed.status, await signed.text()).toBe(201);
}

/** The person complains, and somebody takes it up. */
async function complaintTaken(server: RunningServer, person: string, staff: string): Promise<void> {
  const screen = await openScreen(server.url, server.identity(person));
  const { usagers } = (await (await screen.fetch('/api/session')).json()) as { usagers: { id: string }[] };
  const complaint = { kind: 'complaint', wanted: 'Savoir pourquoi.' };
  const made = await screen.fetch(`/api/rights/${usagers[0]!.id}/requests`, sent(complaint));
  const { id } = (await made.json()) as { id: string };
  const desk = await openScreen(server.url, server.identity(staff));
  const taken = await desk.fetch(`/api/rights/requests/${id}/events`, sent({ event: 'take' }));
  expect(taken.status, await taken.text()).toBe(200);
}

describe.skipIf(!hasBrowser)(
  'notices of accesses, in the Carnet (skipped when Chromium is not installed)',
  () => {
    let server: RunningServer;
    let browser: Browser;
    let citizen: Visitor;
    let page: Page;
    let mail: Awaited<ReturnType<typeof mailServer>>;
    let center: Awaited<ReturnType<typeof smsc>>;
    let push: Awaited<ReturnType<typeof pushService>>;
    const folder = mkdtempSync(join(tmpdir(), 'continuum-notices-'));

    beforeAll(async () => {
      mail = await mailServer(to => (to === 'personne@exemple.ca' ? 550 : undefined));
      center = await smsc({ answer: to => (to === '15145550111' ? 'ESME_RINVDSTADR' : undefined) });
      push = await pushService();
      const trusted = join(folder, 'push.pem');
      writeFileSync(trusted, push.ca);
      const out = {
        ...{ SMTP_URL: mail.url, SMPP_URL: center.url },
        ...{ PUSH_SERVICES: push.name, NODE_EXTRA_CA_CERTS: trusted },
      };
      [server, browser] = await Promise.all([startContinuum(out), launchBrowser()]);
      citizen = await visit(browser, server.url);
      page = citizen.page;
      await signInWithPassword(page, server.identity('usager-demo'));
      await openSection(page, 'Accès à mon dossier');
    });
    afterAll(async () => {
      await browser?.close();
      await server?.end();
      await mail?.close();
      await center?.close();
      await push?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** The outbox, its first message with these words, once there is one. */
    async function messageWith(words: string): Promise<string> {
      const outbox = await browser.newPage({ baseURL: server.url });
      await expect
        .poll(
          async () => {
            await outbox.goto('/demo/outbox');
            return outbox.locator('body').innerText();
          },
          { timeout: 60_000 },
        )
        .toContain(words);
      const text = await outbox.getByRole('listitem').filter({ hasText: words }).first().innerText();
      await outbox.close();
      return text;
    }

    /** Gives back the code that was sent to an address. */
    async function giveBackCode(address: string): Promise<void> {
      const [code = ''] = /\b\d{6}\b/.exec(await messageWith(address)) ?? [];
      await page.getByLabel('Code à six chiffres').fill(code);
      await page.getByRole('button', { name: 'Confirmer l’adresse' }).click();
      await page.getByText(`Les avis par courriel sont envoyés à ${address}`).waitFor();
    }

    const choose = (what: string, way: string) =>
      page.getByRole('group', { name: what }).getByRole('checkbox', { name: way }).check();

    it('are off until one chooses', async () => {
      await page.getByText('Aucun avis n’est envoyé').waitFor();
      await expectGoodScreen(page);
    });

    it('need a complete address', async () => {
      await page.getByRole('button', { name: 'Changer' }).click();
      await page.getByRole('radio', { name: 'À chaque consultation' }).check();
      await page.getByLabel('Adresse courriel').fill('louise');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Écrivez une adresse complète').waitFor();
      await expectGoodScreen(page);
    });

    it('begin once the code that was sent is given back', async () => {
      await page.getByLabel('Adresse courriel').fill('louise@exemple.ca');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Un code a été envoyé à louise@exemple.ca').waitFor();
      await expectGoodScreen(page);
      await giveBackCode('louise@exemple.ca');
      await page.getByText('Un avis est envoyé à chaque consultation').waitFor();
      await expectGoodScreen(page);
    });

    it('an address that refuses what is sent to it is said to do so, and is mended', async () => {
      await page.getByRole('button', { name: 'Changer' }).click();
      await page.getByLabel('Adresse courriel').fill('personne@exemple.ca');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('L’adresse personne@exemple.ca refuse nos messages').waitFor({ timeout: 60_000 });
      await expectGoodScreen(page);
      await page.getByRole('button', { name: 'Changer' }).click();
      await page.getByLabel('Adresse courriel').fill('louise.g@exemple.ca');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await giveBackCode('louise.g@exemple.ca');
    });

    it('by text message need a mobile number of a country that is written to', async () => {
      await page.getByRole('button', { name: 'Changer' }).click();
      await choose('De quelle façon', 'Message texte (SMS)');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Écrivez un numéro de cellulaire avec l’indicatif régional').waitFor();
      await page.getByLabel('Numéro de cellulaire').fill('+33 6 39 98 12 34');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Aucun message texte n’est envoyé dans ce pays').waitFor();
      await expectGoodScreen(page);
    });

    it('a number that the network says is none is told to be so', async () => {
      await page.getByLabel('Numéro de cellulaire').fill('514 555-0111');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText(/Le numéro 514.555.0111 refuse nos messages/).waitFor({ timeout: 60_000 });
      await expectGoodScreen(page);
    });

    it('begin by text message once the code that was sent is given back', async () => {
      await page.getByRole('button', { name: 'Changer' }).click();
      await page.getByLabel('Numéro de cellulaire').fill('(514) 555-0199');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText(/Un code a été envoyé par message texte au 514.555.0199/).waitFor();
      await expectGoodScreen(page);
      await expect.poll(() => center.received.length, { timeout: 60_000 }).toBe(1);
      const [code = ''] = /\b\d{6}\b/.exec(center.received[0]!.text) ?? [];
      await page.getByLabel('Code à six chiffres').fill(code);
      await page.getByRole('button', { name: 'Confirmer le numéro' }).click();
      await page.getByText(/Les avis par message texte sont envoyés au 514.555.0199/).waitFor();
      await page
        .getByText('à chaque consultation de ce dossier : par courriel et par message texte')
        .waitFor();
      await expectGoodScreen(page);
      expect(await messageWith('+15145550199')).toContain('votre code est');
    });

    it('a restriction that a physician overrides is told by each way at once, without their name', async () => {
      const patient = await restrict(server, 'usager-demo');
      await override(server, 'medecin-demo', patient);
      const told = await messageWith('Cet accès sera révisé');
      expect(told).toContain('louise.g@exemple.ca');
      expect(mail.received.at(-1)!.to).toBe('louise.g@exemple.ca');
      const name = server.identity('medecin-demo').name.split(' ').at(-1);
      expect(told).not.toContain(name);
      await expect.poll(() => center.received.length, { timeout: 60_000 }).toBe(2);
      expect(center.received[1]).toMatchObject({ to: '15145550199', dataCoding: 0 });
      expect(center.received[1]!.text).toContain('malgré une restriction');
      expect(center.received[1]!.text).not.toContain(name);
    });

    it('of requests are sent to who asks to be told of them', async () => {
      await page.getByRole('button', { name: 'Changer' }).click();
      await choose('M’aviser des demandes', 'Message texte (SMS)');
      await expectGoodScreen(page);
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Un avis est envoyé quand une demande avance').waitFor();
      await complaintTaken(server, 'usager-demo', 'surveillance-demo');
      await expect.poll(() => center.received.at(-1)!.text, { timeout: 90_000 }).toContain('a avancé');
    });

    it('in this browser need its permission, and its push service', async () => {
      const here = page.getByRole('switch', { name: 'Notifications sur cet appareil' });
      await here.click();
      await page.getByText('Ce navigateur bloque les notifications du Carnet').waitFor();
      await expectGoodScreen(page);
      await page.context().grantPermissions(['notifications'], { origin: server.url });
      await here.click();
      // Chromium has none in a browser of this kind, which keeps nothing; it says so in its console.
      await page.getByText('Le service de notification de ce navigateur ne répond pas').waitFor();
      expect(await here.isChecked()).toBe(false);
    });

    it('in a browser show what was pushed to it, under the policy of the pages', async () => {
      const workers = await page.context().newCDPSession(page);
      const registered = new Promise<string>(resolve => {
        workers.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
          const one = registrations.find(({ scopeURL }) => scopeURL.endsWith('/carnet/'));
          if (one) resolve(one.registrationId);
        });
      });
      await workers.send('ServiceWorker.enable');
      const body = 'Votre dossier de santé a été consulté.';
      await workers.send('ServiceWorker.deliverPushMessage', {
        ...{ origin: server.url, registrationId: await registered },
        data: JSON.stringify({ body, language: 'fr', page: 'accesses' }),
      });
      const shown = () =>
        page.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration('/carnet/');
          const all = (await registration?.getNotifications()) ?? [];
          return all.map(one => [one.title, one.body]);
        });
      await expect.poll(shown).toEqual([['Continuum', body]]);
    });

    it('are sent to the browsers that one turned on, encrypted, until one removes them', async () => {
      const screen = await openScreen(server.url, server.identity('usager-demo'));
      const { usagers } = (await (await screen.fetch('/api/session')).json()) as {
        usagers: { id: string }[];
      };
      const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
      const subscribed = sent({ ...push.subscription('/browser'), language: 'fr' });
      const added = await screen.fetch(`/api/notification/${usagers[0]!.id}/devices`, {
        ...{ ...subscribed, headers: { ...subscribed.headers, 'user-agent': firefox } },
      });
      expect(added.status, await added.text()).toBe(200);
      await page.getByText('Firefox, Windows, depuis le').waitFor();
      await page.getByRole('button', { name: 'Changer' }).click();
      await choose('M’aviser des demandes', 'Notification sur mes appareils');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('par message texte et par notification sur vos appareils').waitFor();
      await expectGoodScreen(page);
      await complaintTaken(server, 'usager-demo', 'surveillance-demo');
      await expect.poll(() => push.received.length, { timeout: 90_000 }).toBe(1);
      expect(push.received[0]!.claims?.aud).toBe(`https://${push.name}`);
      expect(JSON.parse(push.received[0]!.text)).toMatchObject({ page: 'requests' });
      await page.getByRole('button', { name: 'Retirer Firefox, Windows' }).click();
      await page.getByText('Firefox, Windows, depuis le').waitFor({ state: 'detached' });
    });

    it('nothing was complained of', () => {
      const isOfItsKind = (complaint: string) => complaint.includes('Push API in incognito mode');
      expect(citizen.complaints.filter(complaint => !isOfItsKind(complaint))).toEqual([]);
    });
  },
);
