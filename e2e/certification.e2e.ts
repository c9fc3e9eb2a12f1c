import { openScreen } from '@continuum/registries-credential/testing';
import { dayOf } from '@continuum/standards-calendar';
import { verifyAct } from '@continuum/trust-signature';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, violations, visit } from './browser.ts';
import { continuum } from './command-line.ts';
import { flipped } from './flip.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openSection, signInWithKey } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

const today = () => dayOf(new Date());

describe.skipIf(!hasBrowser)('certification in the console (skipped when Chromium is not installed)', () => {
  let server: RunningServer;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  /** The signed act of the attestation. */
  let act: string;
  const dialog = () => page.getByRole('dialog');

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    visitor = await visit(browser, server.url, { width: 1280, height: 900 });
    page = visitor.page;
    await signInWithKey(page, 'console', server.identity('certification-demo'));
    await openSection(page, 'Certification');
    await page.getByRole('table', { name: 'Produits des partenaires' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  it('says of each product that nothing was attested, on a wide screen and a narrow one', async () => {
    await page.getByText('aucune attestation').first().waitFor();
    await expectGoodScreen(page);
    await page.setViewportSize({ width: 400, height: 900 });
    await expectGoodScreen(page);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('says of an old penetration test at its field that it is; what was typed stays, is read again, and signed', async () => {
    await page
      .getByRole('button', { name: /^Attester une version de/ })
      .first()
      .click();
    await dialog().getByLabel('Version').fill('4.2.1');
    await dialog().getByLabel('Sécurité').fill('Exigences 1 à 40');
    await dialog().getByLabel('Protection des renseignements personnels').fill('Évaluation du 3 mars');
    await dialog().getByLabel('Performance').fill('95 % sous 500 ms');
    await dialog().getByLabel('Technologie').fill('FHIR R4, SMART 2.2');
    await dialog().getByRole('textbox', { name: 'Test d’intrusion' }).fill('2020-01-01');
    await dialog().getByRole('button', { name: 'Relire et signer' }).click();
    await dialog().getByText('Ce test date de plus d’un an').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog().getByRole('textbox', { name: 'Test d’intrusion' }).fill(today());
    await dialog().getByRole('button', { name: 'Relire et signer' }).click();
    await dialog().getByText('FHIR R4, SMART 2.2').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog().getByLabel('NIP de votre clé').fill(server.identity('certification-demo').pin!);
    await dialog().getByRole('button', { name: 'Signer', exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('attestée jusqu’au').waitFor();
    await expectGoodScreen(page);
  });

  it('is opened, and its signature holds', async () => {
    await page.getByRole('button', { name: /^Lire l’attestation de/ }).click();
    const signed = await dialog().getByText('L’acte signé').innerText();
    act = signed.match(/VerificationResult\/[\w.-]+/)![0];
    expect(await violations(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Vérifier la signature' }).click();
    await dialog().getByText('La signature tient.').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('what was signed is verified anywhere, and in no other form than it was signed', async () => {
    const said = await continuum(['verify', act], server.environment);
    expect(said.stdout).toContain('IT HOLDS.');
    const screen = await openScreen(server.url, server.identity('certification-demo'));
    const exported = await (await screen.fetch(`/api/act/${act}/export`)).text();
    const root = await (await fetch(`${server.url}/pki/root.pem`)).text();
    expect(verifyAct(exported, [root])).toMatchObject([{ ok: true, act: { act } }]);
    const held = [...flipped(exported)].filter(([, text]) => verifyAct(text, [root]).some(({ ok }) => ok));
    expect(held.map(([where]) => where)).toEqual([]);
  });

  it('is withdrawn for good, with a reason, and a signature of its own that holds', async () => {
    await page.getByRole('button', { name: /^Retirer l’attestation de/ }).click();
    await dialog().getByText('Un retrait ne se défait pas').waitFor();
    await dialog().getByRole('button', { name: 'Relire et signer' }).click();
    await dialog().getByText('Dites pourquoi').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog().getByLabel('Raison du retrait').fill('Faille non corrigée');
    await dialog().getByRole('button', { name: 'Relire et signer' }).click();
    await dialog().getByText('Attestation retirée').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog().getByLabel('NIP de votre clé').fill(server.identity('certification-demo').pin!);
    await dialog().getByRole('button', { name: 'Signer', exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByText('retirée le').waitFor();
    expect(await page.getByRole('button', { name: /^Retirer l’attestation de/ }).count()).toBe(0);
    await expectGoodScreen(page);
    await page.getByRole('button', { name: /^Lire l’attestation de/ }).click();
    const signed = await dialog().getByText('Le retrait signé').innerText();
    await dialog().getByRole('button', { name: 'Vérifier la signature du retrait' }).click();
    await dialog().getByText('La signature tient.').waitFor();
    const said = await continuum(
      ['verify', signed.match(/VerificationResult\/[\w.-]+/)![0]],
      server.environment,
    );
    expect(said.stdout).toContain('IT HOLDS.');
  });

  it('met no error of scripts, nor of the content policy', () => {
    expect(visitor.complaints.filter(one => !/ 422 /.test(one))).toEqual([]);
  });
});
