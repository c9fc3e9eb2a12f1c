import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openScreen, type Screen } from '@continuum/registries-credential/testing';
import { verifyAct } from '@continuum/trust-signature';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, violations, visit } from './browser.ts';
import { continuum } from './command-line.ts';
import { flipped } from './flip.ts';
import { type Laboratory, laboratoryOf } from './laboratory.ts';
import { julie, morning, oruR01 } from './oru.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

interface Report {
  id: string;
  name?: string;
}

let server: RunningServer;
let laboratory: Laboratory;
let physician: Screen;
let person: Screen;
let patient: string;

const screenOf = (userName: string) => openScreen(server.url, server.identity(userName));
const send = (screen: Screen, method: string, path: string, body: object) =>
  screen.fetch(path, {
    ...{ method, body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  });

/** A laboratory sends a final result of Julie's, of this morning. */
async function deposit(name: string, loinc: string, section = 'LAB'): Promise<void> {
  const nam = server.identity('mere-demo').nam!;
  const result = { loinc, name, value: '11', unit: 'ug/L', range: '15-200', flag: 'L' };
  const message = oruR01(julie(nam), { ...result, control: loinc, filler: loinc, at: morning(0) });
  expect(await laboratory.sendMessage(message.replace('||LAB|F', `||${section}|F`))).toBe('AA');
}

/** The reports that somebody finds at the screens' door, by name. */
async function reports(screen: Screen): Promise<Map<string, string>> {
  const answer = await screen.fetch(`/api/laboratory/${patient}/results`);
  const { items } = (await answer.json()) as { items: Report[] };
  return new Map(items.map(({ id, name }) => [name ?? '', id]));
}

async function reportOf(name: string): Promise<string> {
  const id = (await reports(physician)).get(name);
  if (id === undefined) throw new Error(`${name}: the physician does not see it.`);
  return id;
}

const sees = async (name: string): Promise<boolean> => (await reports(person)).has(name);

interface Prepared {
  challenge: string;
  act: string;
}

const prepare = (report: string, kind: 'release' | 'hold', body: object = {}, screen = physician) =>
  send(screen, 'POST', `/api/release/${patient}/reports/${report}/${kind}`, body);

/** The demonstration's software key, asked with its PIN. */
async function sign({ act, challenge }: Prepared): Promise<string> {
  const { pin } = server.identity('medecin-demo');
  const asked = await fetch(`${server.url}/demo/keys/medecin-demo/assertions`, {
    ...{ method: 'POST', body: JSON.stringify({ challenge, pin }) },
    headers: { 'content-type': 'application/json' },
  });
  const signed = await send(physician, 'POST', '/api/act/signature', { act, assertion: await asked.json() });
  return ((await signed.json()) as { act: string }).act;
}

const decide = async (report: string, kind: 'release' | 'hold', body: object = {}): Promise<string> =>
  sign((await (await prepare(report, kind, body)).json()) as Prepared);

/** Once the journal has numbered it. */
async function exportOf(act: string): Promise<string> {
  const answer = await physician.fetch(`/api/act/${act}/export`);
  if (answer.status === 200) return answer.text();
  if (answer.status !== 503) throw new Error(await answer.text());
  await answer.body?.cancel();
  return exportOf(act);
}

beforeAll(async () => {
  server = await startContinuum();
  [laboratory, physician, person] = await Promise.all([
    laboratoryOf(server),
    screenOf('medecin-demo'),
    screenOf('mere-demo'),
  ]);
  const nam = server.identity('mere-demo').nam!.replaceAll(' ', '');
  const found = await send(physician, 'POST', '/api/patient/search', { nam });
  patient = ((await found.json()) as { usagers: { id: string }[] }).usagers[0]!.id;
  await deposit('Cuivre', '5631-5');
  await deposit('Zinc', '5763-8');
  await deposit('Cytologie cervicale', '33717-0', 'CP');
}, 300_000);
afterAll(() => server?.end());

describe('a released result over HTTP', () => {
  let act: string;

  it('waits for its release: of three of this morning the person finds none, by no door', async () => {
    expect([...(await reports(physician)).keys()]).toEqual(
      expect.arrayContaining(['Cuivre', 'Zinc', 'Cytologie cervicale']),
    );
    const copper = await reportOf('Cuivre');
    expect(await sees('Cuivre')).toBe(false);
    const ask = async (path: string) => {
      const answer = await person.fetch(path);
      // Without the links, which repeat the question.
      const text = (await answer.text()).replace(/"link":\[.*?\]/, '');
      return { status: answer.status, text };
    };
    expect((await ask(`/fhir/R4/DiagnosticReport/${copper}`)).status).toBe(404);
    const [past, never] = await Promise.all(
      [copper, 'never'].map(id => ask(`/fhir/R4/DiagnosticReport/${id}/_history`)),
    );
    expect([past!.status, past!.text.includes('"resource"')]).toEqual([never!.status, false]);
    for (const path of [
      `/fhir/R4/DiagnosticReport?patient=${patient}`,
      `/fhir/R4/Observation?patient=${patient}&code=5631-5`,
      `/fhir/R4/Provenance?target=DiagnosticReport/${copper}`,
      `/fhir/R4/Patient/${patient}/$everything?_count=500`,
      `/fhir/R4/Observation/$lastn?patient=${patient}&category=laboratory`,
      `/api/laboratory/${patient}/trend?code=http://loinc.org|5631-5`,
    ]) {
      const { status, text } = await ask(path);
      expect([status, text.includes('Cuivre'), text.includes(copper)], path).toEqual([200, false, false]);
    }
    expect((await ask(`/api/release/${patient}`)).status).toBe(403);
  });

  it('is released by a physician alone, once, and signed', async () => {
    const report = await reportOf('Cuivre');
    for (const userName of ['infirmiere-demo', 'pharmacien-demo'])
      expect((await prepare(report, 'release', {}, await screenOf(userName))).status, userName).toBe(403);
    expect((await prepare(report, 'release', {}, person)).status).toBe(403);
    expect((await prepare('nobody', 'release')).status).toBe(404);
    expect(await sees('Cuivre')).toBe(false);
    act = await decide(report, 'release');
    expect(act).toMatch(/^Task\//);
    expect(await sees('Cuivre')).toBe(true);
    const again = await prepare(report, 'release');
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('released already')]);
    expect((await prepare(report, 'hold', { days: 3 })).status).toBe(409);
  });

  it('is proven by its export and the root; with any one value changed, it is not', async () => {
    const exported = await exportOf(act);
    const root = await (await fetch(`${server.url}/pki/root.pem`)).text();
    expect(verifyAct(exported, [root])).toMatchObject([
      { ok: true, act: { act, activity: 'Libération d’un résultat' } },
    ]);
    const changes = [...flipped(exported)];
    const held = changes.filter(([, text]) => verifyAct(text, [root]).some(({ ok }) => ok));
    expect(changes.length).toBeGreaterThan(30);
    expect(held.map(([where]) => where)).toEqual([]);
    const kept = join(server.data, 'release.json');
    const told = await continuum(['verify', act, '--export', kept], server.environment);
    expect(told.stdout).toContain('IT HOLDS.');
    await writeFile(join(server.data, 'root.pem'), root);
    const elsewhere = await continuum(['verify', kept, '--root', join(server.data, 'root.pem')], {
      PATH: process.env.PATH,
    });
    expect(elsewhere.stdout).toContain('IT HOLDS.');
  });

  it('is shown as soon as possible to who chose so, unless it is held or of cytology', async () => {
    const choose = (asSoonAsPossible: boolean) =>
      send(person, 'PUT', `/api/release/${patient}/choice`, { asSoonAsPossible });
    expect((await (await choose(true)).json()) as object).toMatchObject({ asSoonAsPossible: true });
    expect([await sees('Zinc'), await sees('Cytologie cervicale')]).toEqual([true, false]);
    await decide(await reportOf('Zinc'), 'hold', { days: 7 });
    expect(await sees('Zinc')).toBe(false);
    const twice = await prepare(await reportOf('Zinc'), 'hold', { days: 7 });
    expect([twice.status, await twice.text()]).toEqual([409, expect.stringContaining('held already')]);
    const tooLong = await prepare(await reportOf('Zinc'), 'hold', { days: 31 });
    expect(tooLong.status).toBe(400);
    await decide(await reportOf('Zinc'), 'release');
    expect(await sees('Zinc')).toBe(true);
    expect((await choose(false)).status).toBe(200);
    const others = await send(await screenOf('usager-demo'), 'PUT', `/api/release/${patient}/choice`, {
      asSoonAsPossible: true,
    });
    expect(others.status).toBe(403);
  });
});

describe.skipIf(!hasBrowser)('on the screens (skipped when Chromium is not installed)', () => {
  let browser: Browser;
  let clinician: Visitor;
  let citizen: Visitor;

  const pictures = process.env.CONTINUUM_PICTURES;
  const picture = async ({ page }: Visitor, name: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    [clinician, citizen] = await Promise.all([visit(browser, server.url), visit(browser, server.url)]);
  });
  afterAll(async () => {
    await browser?.close();
  });

  it('the person reads how results appear, finds no cytology, and nothing that tells of it', async () => {
    const { page } = citizen;
    await signInWithPassword(page, server.identity('mere-demo'));
    await openSection(page, 'Résultats');
    await page.getByText('au plus tard 30 jours après être devenu disponible').waitFor();
    await page.getByRole('heading', { name: /Cuivre/ }).waitFor();
    expect(await page.getByText('Cytologie cervicale').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await picture(citizen, 'release-results');
  });

  it('a physician reads that it waits, reads it again as it will be signed, and releases it', async () => {
    const { page } = clinician;
    await signInWithKey(page, 'visualiseur', server.identity('medecin-demo'));
    await openRecord(page, server.identity('mere-demo').nam!);
    await openDomain(page, 'Laboratoire');
    const report = page.getByRole('article').filter({ hasText: 'Cytologie cervicale' });
    await report.getByText('la personne le verra seulement une fois libéré').waitFor();
    expect(await report.getByRole('button', { name: /^Retenir/ }).count()).toBe(0);
    await picture(clinician, 'release-waits');
    await report.getByRole('button', { name: 'Libérer Cytologie cervicale' }).click();
    await page.getByRole('button', { name: 'Relire et signer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Libérer le résultat à la personne', { exact: true }).waitFor();
    await dialog.getByText('Julie Tremblay, 1985-06-21', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(clinician, 'release-sign');
    await dialog.getByLabel('NIP').fill(server.identity('medecin-demo').pin!);
    await dialog.getByRole('button', { name: /^Signer/ }).click();
    await report.getByText('La personne le voit : il est libéré.').waitFor();
    await report.getByRole('button', { name: /^Vérifier la signature/ }).click();
    await page.getByText('La signature tient.').waitFor();
    await page.keyboard.press('Escape');
    await picture(clinician, 'released');
    expect(clinician.complaints).toEqual([]);
  });

  it('the person then sees it, and chooses to see the next ones as soon as possible', async () => {
    const { page } = citizen;
    await page.reload();
    await page.getByRole('heading', { name: /Cytologie cervicale/ }).waitFor();
    await openSection(page, 'Mes choix');
    await page.getByRole('radio', { name: /^Dès que possible/ }).click();
    await picture(citizen, 'release-choice');
    await page.getByRole('button', { name: 'Enregistrer le choix' }).click();
    await page.getByText('Votre choix est enregistré.').waitFor();
    await deposit('Sélénium', '5724-0');
    await openSection(page, 'Résultats');
    await page.getByText('dès qu’il est final').waitFor();
    await page.getByRole('heading', { name: /Sélénium/ }).waitFor();
    expect(citizen.complaints).toEqual([]);
  });
});
