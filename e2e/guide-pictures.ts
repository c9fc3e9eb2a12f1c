import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { settled, visit } from './browser.ts';
import { laboratoryOf } from './laboratory.ts';
import { louise, morning, oruR01 } from './oru.ts';
import { openSection, signInWithKey, signInWithPassword } from './screens.ts';
import type { RunningServer } from './server.ts';

/** The most that a picture of a guide weighs, in bytes. */
export const heaviest = 60_000;

const viewport = { width: 1100, height: 760 };
/** Behind a proxy that says where a browser is: somebody at home. */
const home = { 'x-forwarded-for': '203.0.113.7' };
/** What the server is started with, for these pictures. */
export const pictureSettings = { TRUSTED_PROXIES: '127.0.0.1' };

interface Taking {
  page: Page;
  take: (name: string, what?: Locator) => Promise<void>;
}

/** A part of the page, or what is seen of it, as WebP: the quality goes down until it is light enough. */
async function toWebp(page: Page, what?: Locator): Promise<Buffer> {
  const devices = await page.context().newCDPSession(page);
  await what?.scrollIntoViewIfNeeded();
  const box = await what?.boundingBox();
  const { x, y } = await page.evaluate(() => ({ x: scrollX, y: scrollY }));
  const clip = box && {
    ...{ x: box.x + x, y: box.y + y, width: box.width, height: Math.min(box.height, viewport.height) },
    scale: 1,
  };
  for (let quality = 80; ; quality -= 15) {
    const { data } = await devices.send('Page.captureScreenshot', {
      ...{ format: 'webp', quality },
      ...(clip && { clip, captureBeyondViewport: true }),
    });
    const picture = Buffer.from(data, 'base64');
    if (picture.length <= heaviest || quality < 30) {
      await devices.detach();
      return picture;
    }
  }
}

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');

const step = async (page: Page, name: string, confirm: string) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await dialog(page).getByRole('button', { name: confirm, exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
};

const openAccess = (page: Page) => openSection(page, 'Autorisations d’accès');

/** A result of somebody whom the register does not recognize exactly. */
const waiting = {
  ...{ control: 'GUIDE-1', filler: 'GUIDE-1', at: morning(2), loinc: '2823-3', name: 'Potassium' },
  ...{ value: '4.4', unit: 'mmol/L', range: '3.5-5.0' },
};

type Way = (taking: Taking, server: RunningServer) => Promise<void>;

/** Who is at the screen, from where, and the way to each picture. The order is that of the work: each leaves it to the next. */
const ways: readonly { userName?: string; application: string; headers?: Record<string, string>; go: Way }[] =
  [
    {
      userName: 'gaa-demo',
      application: 'console',
      async go({ page, take }) {
        await openAccess(page);
        await panel(page, 'Demandes en cours').getByRole('row').nth(1).waitFor();
        await take('gaa-demandes', panel(page, 'Demandes en cours'));
        await page.getByRole('button', { name: 'Nouvelle demande' }).click();
        await dialog(page).getByLabel('Courriel de la personne').fill('prenom.nom@example.org');
        await take('gaa-demande', dialog(page));
        await page.keyboard.press('Escape');
        await openSection(page, 'Accès à distance');
        await page.getByRole('button', { name: 'Inscrire un réseau' }).click();
        await dialog(page).getByRole('textbox', { name: 'Réseau' }).fill('198.51.100.0/24');
        await dialog(page).getByLabel('Ce que c’est').fill('Clinique, étage 2');
        await dialog(page).getByRole('button', { name: 'Inscrire un réseau' }).click();
        await page.getByRole('rowheader', { name: '198.51.100.0/24' }).waitFor();
        await take('gaa-reseaux', panel(page, 'Réseaux des lieux de pratique'));
      },
    },
    {
      userName: 'aga-demo',
      application: 'console',
      async go({ page, take }, server) {
        await openAccess(page);
        await panel(page, 'Demandes d’accès à traiter').getByRole('row').nth(1).waitFor();
        await step(page, 'Conforme', 'Conforme');
        await page.getByRole('button', { name: 'Accepter', exact: true }).first().waitFor();
        await take('aga-demandes', panel(page, 'Demandes d’accès à traiter'));
        await page.getByRole('button', { name: 'Accepter', exact: true }).first().click();
        await dialog(page).getByLabel('NIP de votre clé').waitFor();
        await take('aga-accepter', dialog(page));
        await dialog(page).getByLabel('NIP de votre clé').fill(server.identity('aga-demo').pin!);
        await dialog(page).getByRole('button', { name: 'Signer', exact: true }).click();
        await dialog(page).waitFor({ state: 'detached' });
      },
    },
    {
      userName: 'tvi-demo',
      application: 'console',
      async go({ page, take }) {
        await openAccess(page);
        await page.getByRole('button', { name: 'Clé expédiée', exact: true }).first().waitFor();
        await step(page, 'Clé expédiée', 'Clé expédiée');
        await page.getByRole('button', { name: 'Vérifier l’identité' }).first().waitFor();
        await take('tvi-cles', panel(page, 'Clés à remettre'));
        await page.getByRole('button', { name: 'Vérifier l’identité' }).first().click();
        await take('tvi-identite', dialog(page));
        await page.keyboard.press('Escape');
        await dialog(page).waitFor({ state: 'detached' });
        const agents = page.waitForResponse(response => response.url().includes('/authorization/agents'));
        await page.getByRole('button', { name: 'Confier à l’AVI' }).first().click();
        await agents;
        await dialog(page).getByRole('combobox', { name: 'Agente ou agent' }).click();
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await dialog(page).getByLabel('Motif').fill('La vidéo n’a pas fonctionné chez la personne.');
        await dialog(page).getByRole('button', { name: 'Confirmer' }).click();
        await dialog(page).waitFor({ state: 'detached' });
      },
    },
    {
      userName: 'avi-demo',
      application: 'console',
      async go({ page, take }) {
        await openAccess(page);
        await page.getByRole('button', { name: 'Vérifier l’identité' }).first().waitFor();
        await take('avi-liste', panel(page, 'Clés à remettre'));
        await page.getByRole('button', { name: 'Vérifier l’identité' }).first().click();
        await take('avi-identite', dialog(page));
      },
    },
    {
      application: 'carnet',
      async go({ page }, server) {
        await signInWithPassword(page, server.identity('usager-demo'));
        await openSection(page, 'Mes demandes');
        await page.getByRole('button', { name: 'Nouvelle demande' }).click();
        await dialog(page).getByRole('radio', { name: 'Dossier complet' }).check();
        await dialog(page).getByLabel('Ce que vous voulez recevoir').fill('Tout, depuis 2020.');
        await dialog(page).getByRole('button', { name: 'Envoyer la demande' }).click();
        await dialog(page).waitFor({ state: 'detached' });
      },
    },
    {
      userName: 'archiviste-demo',
      application: 'console',
      async go({ page, take }, server) {
        const unsure = oruR01({ ...louise(''), family: 'Gagnon-Roy' }, waiting);
        await (await laboratoryOf(server)).sendMessage(unsure);
        await openSection(page, 'Identification');
        await page.getByText('Du plus ancien au plus récent').waitFor();
        await take('archives-identification');
        await openSection(page, 'Refus et restrictions');
        await page.getByLabel('Numéro d’assurance maladie (NAM)').fill(server.identity('ado-demo').nam!);
        await page.getByRole('button', { name: 'Rechercher' }).click();
        await page.getByRole('button', { name: /^Ouvrir le dossier de / }).click();
        await panel(page, 'Qui demande, et comment').waitFor();
        await take('archives-comptoir', panel(page, 'Qui demande, et comment'));
        await openSection(page, 'Droits des personnes');
        await panel(page, 'Demandes des personnes').getByRole('row').nth(1).waitFor();
        await take('archives-demandes', panel(page, 'Demandes des personnes'));
      },
    },
    {
      application: 'visualiseur',
      async go({ page, take }) {
        await page.goto('/visualiseur/');
        await page.getByRole('button', { name: 'Enrôler une clé' }).waitFor();
        await take('intervenant-entree');
        await page.goto('/visualiseur/trousse');
        await page.getByText(/^Il est assez grand/).waitFor();
        await take('intervenant-trousse', panel(page, 'Votre poste'));
      },
    },
    {
      userName: 'medecin-demo',
      application: 'console',
      async go({ page, take }) {
        await page.getByRole('navigation', { name: 'Sections' }).waitFor();
        await page.goto('/console/mon-acces');
        await panel(page, 'Mes autorisations').getByRole('row').nth(1).waitFor();
        await take('intervenant-acces');
      },
    },
    {
      userName: 'medecin-demo',
      application: 'visualiseur',
      headers: home,
      async go({ page, take }) {
        await page.getByRole('heading', { name: 'Cet appareil n’est pas déclaré' }).waitFor();
        await page.getByLabel('Municipalité de mon domicile').fill('Rimouski');
        await page.getByLabel('Nom de cet appareil').fill('Portable de la maison');
        await page.mouse.click(2, 400);
        await take('intervenant-declarer', panel(page, 'Déclarer cet appareil'));
      },
    },
  ];

/** Goes the whole way through the screens of each actor, in French, and keeps each picture. Resolves to their names. */
export async function takeGuidePictures(
  browser: Browser,
  server: RunningServer,
  folder: string,
): Promise<string[]> {
  const names: string[] = [];
  for (const { userName, application, headers, go } of ways) {
    const { page, leave } = await visit(browser, server.url, viewport);
    await page.context().setExtraHTTPHeaders(headers ?? {});
    if (userName) await signInWithKey(page, application, server.identity(userName));
    const take = async (name: string, what?: Locator) => {
      await page.mouse.move(0, 0);
      await settled(page);
      writeFileSync(join(folder, `${name}.webp`), await toWebp(page, what));
      names.push(name);
    };
    await go({ page, take }, server);
    await leave();
  }
  return names;
}
