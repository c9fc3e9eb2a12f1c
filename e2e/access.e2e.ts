import { openScreen, type Screen } from '@continuum/registries-credential/testing';
import { verifyAct } from '@continuum/trust-signature';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, violations, visit } from './browser.ts';
import { continuum } from './command-line.ts';
import { flipped } from './flip.ts';
import { openDomain, openRecord, signInWithKey } from './screens.ts';
import { SecurityKeys } from './security-keys.ts';
import { type RunningServer, startContinuum } from './server.ts';

const userName = 'nouvelle-pharmacie';
const email = 'nouvelle@example.org';

describe.skipIf(!hasBrowser)(
  'access, from the designation of a GAA to the first record opened, and to its end (skipped when Chromium is not installed)',
  () => {
    let server: RunningServer;
    let browser: Browser;
    const visitors: Visitor[] = [];
    const keys = new SecurityKeys();
    const pages: Partial<Record<'pilote' | 'gaa' | 'aga' | 'tvi' | 'avi', Page>> = {};
    let place: string;
    let pharmacy: { id: string; name: string };
    /** The health region where the pharmacy is. */
    let region: string;
    /** Whom operations appoint AVI: of that region, and of another one. */
    const agents = { near: '', far: '', organization: '' };
    const elsewhere = 'Outaouais';
    /** Who has no access yet. */
    let newcomer: { id: string; name: string };
    let seat: { page: Page; port: Awaited<ReturnType<SecurityKeys['port']>> };

    const newPage = async () => {
      const visitor = await visit(browser, server.url);
      visitors.push(visitor);
      return visitor.page;
    };
    /** The console of one of the staff, at the tasks of access; opened once. */
    async function desk(who: keyof typeof pages): Promise<Page> {
      const page = pages[who] ?? (await newPage());
      if (!pages[who]) {
        const name = who === 'gaa' ? 'pharmacien-demo' : `${who}-demo`;
        await signInWithKey(page, 'console', server.identity(name));
        await page.getByRole('navigation', { name: 'Sections' }).waitFor();
      }
      pages[who] = page;
      await page.goto('/console/acces');
      await page.getByRole('heading', { level: 1, name: 'Autorisations d’accès' }).waitFor();
      return page;
    }
    const dialogOf = (page: Page): Locator => page.getByRole('dialog');
    const field = (page: Page, label: string): Locator =>
      dialogOf(page).getByLabel(label, { exact: true }).and(page.locator('input, textarea'));
    async function choose(page: Page, label: string, option: string, typed?: string): Promise<void> {
      await field(page, label).click();
      if (typed) await field(page, label).fill(typed);
      await page.getByRole('option', { name: option, exact: true }).click();
    }
    const rowOf = (page: Page, panel: string): Locator =>
      page.getByRole('table', { name: panel }).getByRole('row').filter({ hasText: newcomer.name });
    const agentRow = (page: Page, name: string): Locator =>
      page.getByRole('table', { name: 'Agentes et agents' }).getByRole('row').filter({ hasText: name });
    /** Opens the dialog of a step on the newcomer's row. */
    async function step(page: Page, panel: string, name: string): Promise<void> {
      await rowOf(page, panel).getByRole('button', { name, exact: true }).click();
      await dialogOf(page).waitFor();
      expect(await violations(page)).toEqual([]);
    }
    async function confirm(page: Page, name: string): Promise<void> {
      await dialogOf(page).getByRole('button', { name, exact: true }).click();
      await dialogOf(page).waitFor({ state: 'detached' });
    }
    const isIn = (page: Page, panel: string, state: string) =>
      rowOf(page, panel).getByText(state, { exact: true }).waitFor();

    /** Waits for an e-mail that says this. */
    async function told(text: string): Promise<void> {
      const page = pages.pilote!;
      const said = async () => {
        await page.goto('/demo/outbox');
        return page.getByText(text).count();
      };
      await expect.poll(said, { timeout: 60_000, interval: 1000 }).toBeGreaterThan(0);
    }

    async function signIn(): Promise<void> {
      const { page } = seat;
      await page.goto('/visualiseur/');
      await page.getByRole('textbox', { name: 'Nom d’utilisateur' }).fill(userName);
      await page.getByRole('button', { name: 'Continuer' }).click();
      await page.getByRole('button', { name: 'Utiliser une clé FIDO2' }).click();
    }
    const nam = () => server.identity('usager-demo').nam!.replaceAll(' ', '');
    const isOut = () => seat.page.getByText('Votre session est terminée').waitFor();
    const screenOf = (name: string): Promise<Screen> => openScreen(server.url, server.identity(name));

    beforeAll(async () => {
      [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
      const pharmacist = await screenOf('pharmacien-demo');
      pharmacy = (
        (await (await pharmacist.fetch('/api/session')).json()) as { organization: typeof pharmacy }
      ).organization;
      const agent = await screenOf('aga-demo');
      const choices = await agent.fetch(`/api/authorization/choices?organization=${pharmacy.id}`);
      interface Choices {
        people: (typeof newcomer)[];
        places: { name: string }[];
        region: string;
      }
      const { people, places, region: where } = (await choices.json()) as Choices;
      place = places[0]!.name;
      region = where;
      const { organization } = (await (await agent.fetch('/api/session')).json()) as {
        organization: typeof pharmacy;
      };
      const there = await agent.fetch(`/api/authorization/choices?organization=${organization.id}`);
      const cast = ['aga-demo', 'tvi-demo', 'avi-demo', 'pilote-demo'].map(one => server.identity(one).name);
      const colleagues = ((await there.json()) as Choices).people.filter(({ name }) => !cast.includes(name));
      const [near, far] = colleagues.map(({ name }) => name) as [string, string];
      Object.assign(agents, { near, far, organization: organization.name });
      newcomer = people.find(({ name }) => name !== server.identity('pharmacien-demo').name)!;
      const page = await newPage();
      seat = { page, port: await keys.port(page) };
    });
    afterAll(async () => {
      await browser?.close();
      await server?.end();
    });

    it('operations designate a GAA, by the rule of the kind of organization', async () => {
      const page = await desk('pilote');
      await page.getByRole('button', { name: 'Enregistrer une désignation' }).click();
      await choose(page, 'Organisme', pharmacy.name, pharmacy.name);
      await choose(page, 'Personne désignée', server.identity('pharmacien-demo').name);
      await field(page, 'Courriel').fill('pharmacien@example.org');
      expect(await violations(page)).toEqual([]);
      await confirm(page, 'Désigner');
      await told('Vous êtes désormais gestionnaire des autorisations d’accès');
    });

    it('operations appoint an AVI of the region of that organization, and one of another', async () => {
      const page = await desk('pilote');
      for (const [name, of] of [
        [agents.near, region],
        [agents.far, elsewhere],
      ] as const) {
        await page.getByRole('button', { name: 'Nommer une agente ou un agent' }).click();
        await choose(page, 'Organisme', agents.organization, agents.organization);
        await choose(page, 'Personne nommée', name, name);
        await field(page, 'Courriel').fill('avi@example.org');
        // At first, that of their organization.
        await expect.poll(() => field(page, 'Région').inputValue()).toBe(region);
        await field(page, 'Région').fill('Nulle part');
        await dialogOf(page).getByRole('button', { name: 'Nommer', exact: true }).click();
        await dialogOf(page).getByText('n’a aucun organisme dans cette région').waitFor();
        await field(page, 'Région').fill(of);
        await page.keyboard.press('Tab');
        expect(await violations(page)).toEqual([]);
        await confirm(page, 'Nommer');
        await agentRow(page, name).getByText(of, { exact: true }).waitFor();
        await agentRow(page, name).getByText('En vigueur', { exact: true }).waitFor();
      }
    });

    it('the GAA asks for a colleague: who, as what, where, from when', async () => {
      const page = await desk('gaa');
      await page.getByRole('button', { name: 'Nouvelle demande' }).click();
      await choose(page, 'Intervenante ou intervenant', newcomer.name);
      await choose(page, 'Profil', 'Pharmacienne ou pharmacien');
      await field(page, 'Lieux d’exercice').click({ force: true });
      await page.getByRole('option', { name: place, exact: true }).click();
      await page.keyboard.press('Tab');
      await field(page, 'Courriel de la personne').fill(email);
      expect(await violations(page)).toEqual([]);
      await confirm(page, 'Soumettre');
      await isIn(page, 'Demandes en cours', 'Soumise');
      await told('Une demande d’accès attend d’être validée');
    });

    it('the AGA validates, reads what is granted, and signs it with their key', async () => {
      const page = await desk('aga');
      const list = 'Demandes d’accès à traiter';
      await step(page, list, 'Conforme');
      await confirm(page, 'Conforme');
      await step(page, list, 'Accepter');
      await dialogOf(page).getByText(pharmacy.name).first().waitFor();
      expect(await violations(page)).toEqual([]);
      await dialogOf(page).getByLabel('NIP de votre clé').fill(server.identity('aga-demo').pin!);
      await dialogOf(page).getByRole('button', { name: 'Signer', exact: true }).click();
      await dialogOf(page).waitFor({ state: 'detached' });
      await isIn(page, 'Autorisations d’accès', 'Attend la clé');
      await rowOf(page, 'Autorisations d’accès')
        .getByRole('button', { name: /^Vérifier la signature/ })
        .click();
      await dialogOf(page).getByText('La signature tient.').waitFor();
      await page.keyboard.press('Escape');
      await told('Votre demande d’accès est acceptée');
      await told('Une clé est à expédier');
    });

    it('what was signed is verified anywhere, and in no other form than it was signed', async () => {
      const agent = await screenOf('aga-demo');
      const query = new URLSearchParams({ search: newcomer.name });
      const { rows } = (await (await agent.fetch(`/api/authorization/authorizations?${query}`)).json()) as {
        rows: { act: string; unsigned: string | null }[];
      };
      const { act } = rows[0]!;
      expect(act).toMatch(/^PractitionerRole\//);
      const said = await continuum(['verify', act], server.environment);
      expect(said.stdout).toContain('IT HOLDS.');
      const exported = await (await agent.fetch(`/api/act/${act}/export`)).text();
      const root = await (await fetch(`${server.url}/pki/root.pem`)).text();
      expect(verifyAct(exported, [root])).toMatchObject([
        { ok: true, act: { act, activity: 'Octroi d’une autorisation d’accès' } },
      ]);
      const changes = [...flipped(exported)];
      expect(changes.length).toBeGreaterThan(40);
      const held = changes.filter(([, text]) => verifyAct(text, [root]).some(({ ok }) => ok));
      expect(held.map(([where]) => where)).toEqual([]);
    });

    it('the TVI mails the key, cannot meet the person, and is offered the AVIs of the region first', async () => {
      const page = await desk('tvi');
      const list = 'Clés à remettre';
      await step(page, list, 'Clé expédiée');
      await confirm(page, 'Clé expédiée');
      await isIn(page, list, 'Clé expédiée');
      await step(page, list, 'Rencontre manquée');
      await field(page, 'Motif').fill('Pas de caméra');
      await confirm(page, 'Confirmer');
      await step(page, list, 'Confier à l’AVI');
      const avi = field(page, 'Agente ou agent de vérification d’identité');
      await avi.click();
      const groups = page.getByRole('listbox').getByRole('group');
      const offered = async () =>
        Promise.all((await groups.all()).map(group => group.getByRole('option').allInnerTexts()));
      const usual = `${server.identity('avi-demo').name} · ${region}`;
      await expect
        .poll(async () => (await offered()).map(names => names.toSorted()))
        .toEqual([[`${agents.near} · ${region}`, usual].toSorted(), [`${agents.far} · ${elsewhere}`]]);
      expect(await groups.nth(1).innerText()).toContain('Autres régions');
      // Of two who are near, neither is chosen for the TVI.
      expect(await avi.inputValue()).toBe('');
      await page.getByRole('option', { name: `${agents.near} · ${region}` }).click();
      expect(await violations(page)).toEqual([]);
      await dialogOf(page).getByRole('button', { name: 'Annuler' }).click();
      await dialogOf(page).waitFor({ state: 'detached' });
    });

    it('operations end the appointment of one: what ends is said first', async () => {
      const page = await desk('pilote');
      await agentRow(page, agents.near).getByRole('button', { name: 'Mettre fin', exact: true }).click();
      await dialogOf(page).getByText(`${agents.near} ne vérifie plus d’identité en personne`).waitFor();
      expect(await violations(page)).toEqual([]);
      await field(page, 'Motif').fill('Fin du mandat');
      await confirm(page, 'Confirmer');
      await agentRow(page, agents.near).getByText('Terminée', { exact: true }).waitFor();
    });

    it('the TVI hands over to the only AVI of the region, who is chosen by default', async () => {
      const page = await desk('tvi');
      const list = 'Clés à remettre';
      await step(page, list, 'Confier à l’AVI');
      await expect
        .poll(() => field(page, 'Agente ou agent de vérification d’identité').inputValue())
        .toBe(`${server.identity('avi-demo').name} · ${region}`);
      await field(page, 'Motif').fill('Pas de caméra');
      await confirm(page, 'Confirmer');
      await isIn(page, list, 'Confiée à l’AVI');
      await told('Votre clé d’authentification est en route par la poste');
      await told('Une personne est à rencontrer');
    });

    it('the AVI meets the person: two pieces, the code; the key is enrolled there, and its suspension lifted', async () => {
      const page = await desk('avi');
      const list = 'Clés à remettre';
      await step(page, list, 'Vérifier l’identité');
      const ends = dialogOf(page).getByLabel('Ses 2 à 4 derniers caractères');
      await ends.nth(0).fill('917');
      await ends.nth(1).fill('42z');
      await confirm(page, 'Confirmer');
      await isIn(page, list, 'Identité vérifiée en personne');
      await step(page, list, 'Donner le code');
      await field(page, 'Nom d’utilisateur de la personne').fill(userName);
      await dialogOf(page).getByRole('button', { name: 'Confirmer' }).click();
      const code = (await dialogOf(page).locator('pre').innerText()).trim();
      expect(await violations(page)).toEqual([]);
      await confirm(page, 'C’est dit');
      await seat.port.plug('her key');
      await seat.page.goto('/visualiseur/');
      await seat.page.getByRole('button', { name: 'Enrôler une clé' }).click();
      await seat.page.getByLabel('Code d’enrôlement').fill(code);
      await seat.page.getByRole('button', { name: 'Enrôler', exact: true }).click();
      await seat.page.getByText('Votre clé est enrôlée').waitFor();
      await step(page, list, 'Lever la suspension');
      await confirm(page, 'Lever la suspension');
      await rowOf(page, list).waitFor({ state: 'detached' });
      await told('Il vous reste à lire et à accepter les conditions');
    });

    it('the intervenant signs in, sees nothing before the conditions are accepted, then opens a first record', async () => {
      const { page } = seat;
      await signIn();
      await page.getByText(newcomer.name).first().waitFor();
      await page.goto('/console/mon-acces');
      await page.getByLabel('J’ai lu ces conditions et je les accepte').check();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Accepter' }).click();
      await page.getByText('En vigueur').waitFor();
      await told('L’autorisation d’accès est en vigueur');
      // The session that was open takes its place at once: nobody signs in again.
      await page.getByText(`Votre session agit maintenant pour ${pharmacy.name}`).waitFor();
      await page.goto('/visualiseur/');
      await openRecord(page, nam());
      await openDomain(page, 'Médicaments');
    });

    it('the certificate is renewed by its holder', async () => {
      const { page } = seat;
      await page.goto('/visualiseur/mes-cles');
      await page.getByRole('button', { name: 'Renouveler le certificat' }).click();
      await dialogOf(page).getByRole('button', { name: 'Renouveler', exact: true }).click();
      await page.getByText('Le certificat est renouvelé').waitFor();
      await page.goto('/visualiseur/');
      await page.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
    });

    it('a key that is lost is suspended at once and its session is over; the TVI gives it back', async () => {
      const { page } = seat;
      await page.goto('/visualiseur/mes-cles');
      await page.getByRole('button', { name: 'Perdue ou volée' }).click();
      await dialogOf(page).getByRole('button', { name: 'Suspendre la clé maintenant' }).click();
      await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
      await signIn();
      await page.getByRole('alert').getByText('La connexion a échoué').waitFor();
      const tvi = await desk('tvi');
      await tvi.goto('/console/cles');
      const found = tvi.waitForResponse(response => response.url().includes(`text=${userName}`));
      await tvi.getByLabel('Chercher par nom ou nom d’utilisateur').fill(userName);
      await found;
      await tvi
        .getByRole('row')
        .filter({ hasText: userName })
        .getByRole('button', { name: /^Gérer la clé/ })
        .click();
      await dialogOf(tvi).getByRole('button', { name: 'Rétablir', exact: true }).click();
      await dialogOf(tvi).getByRole('button', { name: 'Rétablir la clé' }).click();
      await dialogOf(tvi).waitFor({ state: 'detached' });
      await signIn();
      await page.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
    });

    it('the GAA withdraws the access in the middle of a session: the next request is refused', async () => {
      await openRecord(seat.page, nam());
      const page = await desk('gaa');
      await step(page, 'Autorisations d’accès', 'Retirer');
      await field(page, 'Motif').fill('Fin de contrat');
      await confirm(page, 'Confirmer');
      await isIn(page, 'Autorisations d’accès', 'Terminée');
      await openDomain(seat.page, 'Médicaments');
      await isOut();
      await told('Fin de contrat');
      await signIn();
      await seat.page.getByText(newcomer.name).first().waitFor();
      await seat.page.goto('/console/mon-acces');
      await seat.page.getByText('Terminée').waitFor();
    });

    it('no browser complained of anything but the refusals that were to come', () => {
      const unexpected = visitors
        .flatMap(({ complaints }) => complaints)
        .filter(text => !/ 40[13] | 422 .*\/authorization\/agents$/.test(text));
      expect(unexpected).toEqual([]);
    });
  },
);
