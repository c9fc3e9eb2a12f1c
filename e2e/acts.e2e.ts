import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openScreen, type Screen } from '@continuum/registries-credential/testing';
import { verifyAct } from '@continuum/trust-signature';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, violations, visit } from './browser.ts';
import { continuum } from './command-line.ts';
import { flipped } from './flip.ts';
import { openDomain, openRecord } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

interface Prepared {
  challenge: string;
  act: string;
}

const amoxicillin = {
  ...{ din: '00628115', dose: { value: 1, unit: '{capsule}' }, frequency: '3-d', asNeeded: false },
  ...{ route: '26643006', days: 7, quantity: { value: 21, unit: '{capsule}' }, repeats: 0 },
};

let server: RunningServer;
let physician: Screen;
let patient: string;

const screenOf = (userName: string) => openScreen(server.url, server.identity(userName));
const post = (screen: Screen, path: string, body: object) =>
  screen.fetch(path, {
    ...{ method: 'POST', body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  });
const nam = () => server.identity('usager-demo').nam!.replaceAll(' ', '');
const prescriptions = () => `/api/medication/${patient}/prescriptions`;

async function prepare(screen: Screen = physician, change: object = {}): Promise<Prepared> {
  const answer = await post(screen, prescriptions(), { ...amoxicillin, ...change });
  if (answer.status !== 201) throw new Error(await answer.text());
  return (await answer.json()) as Prepared;
}

/** The demonstration's software key, asked with its PIN. */
async function assertion(userName: string, challenge: string) {
  const { pin } = server.identity(userName);
  const answer = await fetch(`${server.url}/demo/keys/${userName}/assertions`, {
    ...{ method: 'POST', body: JSON.stringify({ challenge, pin }) },
    headers: { 'content-type': 'application/json' },
  });
  return answer.json();
}

const sign = async (prepared: Prepared, screen = physician, userName = 'medecin-demo') =>
  post(screen, '/api/act/signature', {
    ...{ act: prepared.act, assertion: await assertion(userName, prepared.challenge) },
  });

const signedAct = async (prepared: Prepared): Promise<string> =>
  ((await (await sign(prepared)).json()) as { act: string }).act;

/** Once the journal has numbered it. */
async function exportOf(act: string, screen = physician): Promise<string> {
  const answer = await screen.fetch(`/api/act/${act}/export`);
  if (answer.status === 200) return answer.text();
  if (answer.status !== 503) throw new Error(await answer.text());
  await answer.body?.cancel();
  return exportOf(act, screen);
}

const listed = async (): Promise<object[]> =>
  ((await (await physician.fetch(prescriptions())).json()) as { items: [] }).items;

beforeAll(async () => {
  server = await startContinuum();
  physician = await screenOf('medecin-demo');
  const found = await post(physician, '/api/patient/search', { nam: nam() });
  patient = ((await found.json()) as { usagers: { id: string }[] }).usagers[0]!.id;
});
afterAll(() => server?.end());

describe('a prescription signed over HTTP', () => {
  let act: string;
  let exported: string;
  let root: string;

  it('is proven by its export and the root; with any one value changed, it is not', async () => {
    act = await signedAct(await prepare());
    exported = await exportOf(act);
    root = await (await fetch(`${server.url}/pki/root.pem`)).text();
    expect(verifyAct(exported, [root])).toMatchObject([{ ok: true, act: { act, activity: 'Ordonnance' } }]);
    const changes = [...flipped(exported)];
    const held = changes.filter(([, text]) => verifyAct(text, [root]).some(({ ok }) => ok));
    expect(changes.length).toBeGreaterThan(60);
    expect(held.map(([where]) => where)).toEqual([]);
  });

  it('is verified on the command line: of the record by its reference, of its export by the root alone', async () => {
    const kept = join(server.data, 'act.json');
    const byReference = await continuum(['verify', act, '--export', kept], server.environment);
    expect(byReference.stdout).toContain('IT HOLDS.');
    await writeFile(join(server.data, 'root.pem'), root);
    const words = ['verify', kept, '--root', join(server.data, 'root.pem')];
    const elsewhere = await continuum(words, { PATH: process.env.PATH });
    expect(elsewhere.stdout).toContain('IT HOLDS.');
    expect((await continuum(['verify', `${act}x`], server.environment)).code).toBe(1);
  });

  it('is the person’s own to take away; to whoever may not read it, it is not there', async () => {
    expect(verifyAct(await exportOf(act, await screenOf('usager-demo')), [root])).toMatchObject([
      { ok: true },
    ]);
    const other = await screenOf('mere-demo');
    expect((await other.fetch(`/api/act/${act}/export`)).status).toBe(404);
    const archivist = await screenOf('archiviste-demo');
    expect((await archivist.fetch(`/api/act/${act}/export`)).status).toBe(403);
    expect((await fetch(`${server.url}/api/act/${act}/export`)).status).toBe(401);
  });

  it('is not made by who may not prescribe, nor without a signature', async () => {
    for (const userName of ['infirmiere-demo', 'pharmacien-demo'])
      expect((await post(await screenOf(userName), prescriptions(), amoxicillin)).status, userName).toBe(403);
    const unsigned = await post(physician, '/fhir/R4/MedicationRequest', JSON.parse((await prepare()).act));
    expect(unsigned.status).toBe(403);
  });

  it('is not made of what was changed on its way, nor in the session of somebody else', async () => {
    const before = (await listed()).length;
    const prepared = await prepare();
    const colleague = await screenOf('pharmacien-demo');
    expect((await sign(prepared, colleague, 'pharmacien-demo')).status).toBe(409);
    expect((await sign(prepared, await screenOf('medecin-demo'))).status).toBe(409);
    const changed = prepared.act.replace('"value":21', '"value":210');
    expect(changed).not.toBe(prepared.act);
    expect((await sign({ ...prepared, act: changed })).status).toBe(403);
    expect((await sign(prepared)).status).toBe(409);
    expect(await listed()).toHaveLength(before);
  });

  it('is told what is wrong with it, field by field', async () => {
    const wrong = { din: '99999999', days: 0, dose: { value: -1, unit: 'poignée' } };
    const answer = await post(physician, prescriptions(), { ...amoxicillin, ...wrong });
    expect(answer.status).toBe(422);
    const said = JSON.stringify(await answer.json());
    for (const field of ['days:', 'dose.value:', 'dose.unit:']) expect(said).toContain(field);
    const unknown = await post(physician, prescriptions(), { ...amoxicillin, din: '99999999' });
    expect(await unknown.text()).toContain('not in the register of drugs');
  });
});

describe.skipIf(!hasBrowser)('a prescription on the screen (skipped when Chromium is not installed)', () => {
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let devices: CDPSession;
  let authenticatorId: string;
  let tvi: Screen;
  let key: string;

  const verified = (isUserVerified: boolean) =>
    devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });

  async function addAuthenticator(): Promise<void> {
    devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    ({ authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'usb', hasUserVerification: true, isUserVerified: true },
        automaticPresenceSimulation: true,
      },
    }));
  }

  /** The staff invites, the browser's key is enrolled, another of the staff activates it. */
  async function enrol(): Promise<void> {
    const [own] = (await (await physician.fetch('/api/credential/keys')).json()) as { holder: string }[];
    const whom = { practitioner: own!.holder.split('/')[1], userName: 'medecin-demo' };
    const { code } = (await (await post(tvi, '/api/credential/enrolments', whom)).json()) as { code: string };
    await page.goto('/visualiseur/');
    await page.getByRole('button', { name: 'Enrôler une clé' }).click();
    await page.getByLabel('Code d’enrôlement').fill(code);
    await page.getByRole('button', { name: 'Enrôler', exact: true }).click();
    await page.getByText('Votre clé est enrôlée').waitFor();
    const keys = (await (await physician.fetch('/api/credential/keys')).json()) as {
      id: string;
      kind: string;
    }[];
    key = keys.find(({ kind }) => kind === 'fido2')!.id;
    const avi = await screenOf('avi-demo');
    expect((await post(avi, `/api/credential/keys/${key}/events`, { event: 'activate' })).status).toBe(200);
  }

  async function openPrescriptions(): Promise<void> {
    await page.goto('/visualiseur/');
    await page.getByRole('textbox', { name: 'Nom d’utilisateur' }).fill('medecin-demo');
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('button', { name: 'Utiliser une clé FIDO2' }).click();
    await openRecord(page, nam());
    await openDomain(page, 'Médicaments');
    await page.getByText('Ordonnances', { exact: true }).click();
  }

  async function write(dose = '1'): Promise<void> {
    await page.getByRole('button', { name: 'Prescrire' }).click();
    await page.getByRole('combobox', { name: 'Médicament' }).fill('amoxi');
    await page.getByRole('option', { name: /AMOXICILLIN 500/ }).click();
    await page.getByRole('textbox', { name: 'Dose' }).fill(dose);
    await page.getByLabel('Unité de la dose').selectOption('{capsule}');
    await page.getByLabel('Fréquence').selectOption('3-d');
    await page.getByLabel('Durée (jours)').fill('7');
    await page.getByRole('textbox', { name: 'Quantité' }).fill('21');
    await page.getByLabel('Unité de la quantité').selectOption('{capsule}');
    await page.getByRole('button', { name: 'Relire' }).click();
  }
  const close = () => page.keyboard.press('Escape');
  const press = () => page.getByRole('button', { name: 'Signer', exact: true }).click();
  const alerted = (text: string) => page.getByRole('alert').getByText(text).waitFor();

  beforeAll(async () => {
    browser = await launchBrowser();
    visitor = await visit(browser, server.url);
    page = visitor.page;
    tvi = await screenOf('tvi-demo');
    await addAuthenticator();
    await enrol();
    await openPrescriptions();
  });
  afterAll(async () => {
    await visitor?.leave();
    await browser?.close();
  });

  it('is read again as it will be signed, signed by the key, listed, and verified', async () => {
    await write();
    // Not that of the prescription that is listed behind the window, nor the text that is signed.
    await page
      .getByRole('definition')
      .filter({ hasText: '1 capsule, 3 fois par jour, par voie orale' })
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await press();
    await page.getByText('L’ordonnance est signée et enregistrée.').waitFor();
    await page
      .getByRole('button', { name: /^Vérifier la signature/ })
      .first()
      .click();
    await page.getByText('La signature tient.').waitFor();
    await close();
  });

  it('is not signed when what came back is not what was typed', async () => {
    const before = (await listed()).length;
    await page.route(`**${prescriptions()}`, async route => {
      if (route.request().method() !== 'POST') return route.continue();
      const response = await route.fetch();
      const prepared = await response.json();
      const statement = prepared.statement.replaceAll('"value":21', '"value":210');
      return route.fulfill({ response, json: { ...prepared, statement } });
    });
    await write();
    await alerted('il ne sera pas signé');
    await page.unroute(`**${prescriptions()}`);
    await close();
    expect(await listed()).toHaveLength(before);
  });

  it('is not signed under another challenge than that of what is shown', async () => {
    await page.route(`**${prescriptions()}`, async route => {
      if (route.request().method() !== 'POST') return route.continue();
      const response = await route.fetch();
      const challenge = Buffer.alloc(32, 1).toString('base64url');
      return route.fulfill({ response, json: { ...(await response.json()), challenge } });
    });
    await write();
    await press();
    await alerted('rien n’a été signé');
    await page.unroute(`**${prescriptions()}`);
    await close();
  });

  it('is refused when it was changed after the signature', async () => {
    const before = (await listed()).length;
    await page.route('**/api/act/signature', route => {
      const body = route.request().postDataJSON();
      return route.continue({ postData: { ...body, act: body.act.replace('"value":21', '"value":210') } });
    });
    await write();
    await press();
    await alerted('La signature n’a pas été acceptée');
    await page.unroute('**/api/act/signature');
    await close();
    expect(await listed()).toHaveLength(before);
  });

  it('is not signed by a key that has not verified its holder', async () => {
    await verified(false);
    await write();
    await press();
    await alerted('La clé n’a pas signé');
    await verified(true);
    await press();
    await page.getByText('L’ordonnance est signée et enregistrée.').waitFor();
  });

  it('is cancelled with a reason, signed too, and shows so to everyone', async () => {
    await page
      .getByRole('button', { name: /^Annuler l’ordonnance/ })
      .first()
      .click();
    await page.getByLabel('Motif de l’annulation').selectOption('salg');
    await page.getByRole('button', { name: 'Relire' }).click();
    await press();
    await page.getByText('L’annulation est signée et enregistrée.').waitFor();
    const seenBy = async (userName: string) => {
      const answer = await (await screenOf(userName)).fetch(prescriptions());
      const { items } = (await answer.json()) as { items: { id: string; status: string }[] };
      return items.find(({ status }) => status === 'cancelled');
    };
    const mine = await seenBy('medecin-demo');
    expect(mine).toMatchObject({ reason: 'Allergie', signature: { cancellable: false } });
    for (const userName of ['usager-demo', 'pharmacien-demo']) expect(await seenBy(userName)).toEqual(mine);
  });

  it('is not signed by a key that was revoked while it was read again', async () => {
    const before = (await listed()).length;
    await write();
    await page.getByRole('button', { name: 'Signer', exact: true }).waitFor();
    const path = `/api/credential/keys/${key}/events`;
    const aga = await screenOf('aga-demo');
    expect((await post(aga, path, { event: 'revoke' })).status).toBe(200);
    await press();
    await page.getByText('Votre session est terminée').waitFor();
    expect(await listed()).toHaveLength(before);
  });
});
