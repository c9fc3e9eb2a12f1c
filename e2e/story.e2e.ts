import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openScreen } from '@continuum/registries-credential/testing';
import { makeNam, namSystem } from '@continuum/standards-nam';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, seen, type Visitor, violations, visit } from './browser.ts';
import { continuum, token } from './command-line.ts';
import { radiograph } from './dicom.ts';
import { type About, answerTo, doors } from './doors.ts';
import { expectGoodScreen } from './good-screen.ts';
import { type Laboratory, laboratoryOf } from './laboratory.ts';
import { louise, morning, oruR01 } from './oru.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

const hasPictures = existsSync('/usr/share/orthanc/plugins/libOrthancDicomWeb.so');
const refusal = 'La personne a refusé la communication de ses renseignements';
const potassium = { loinc: '2823-3', name: 'Potassium', unit: 'mmol/L', range: '3.5-5.0' };

describe.skipIf(!hasBrowser)(
  'from the laboratory to the citizen (skipped when Chromium is not installed)',
  () => {
    let server: RunningServer;
    let browser: Browser;
    let laboratory: Laboratory;
    let clinician: Visitor;
    let citizen: Visitor;
    const visitors: Visitor[] = [];

    const newVisitor = async () => {
      const visitor = await visit(browser, server.url);
      visitors.push(visitor);
      return visitor;
    };

    beforeAll(async () => {
      [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
      laboratory = await laboratoryOf(server);
      [clinician, citizen] = [await newVisitor(), await newVisitor()];
    });
    afterAll(async () => {
      await browser?.close();
      await server?.end();
    });

    const send = (filler: string, value: string, at: string, flag?: string) =>
      laboratory.sendMessage(
        oruR01(louise(laboratory.nam), {
          ...potassium,
          control: filler,
          filler,
          value,
          at,
          ...(flag && { flag }),
        }),
      );

    it.each(['/visualiseur/', '/carnet/', '/console/connexion', '/demo'])(
      '%s may bring in no style or script of its own but the theme’s, under a nonce that serves once',
      async path => {
        const policyOf = async () => (await fetch(server.url + path)).headers.get('content-security-policy');
        const [first, second] = [await policyOf(), await policyOf()];
        expect(first).toContain("frame-ancestors 'none'");
        expect(first).not.toContain('unsafe-inline');
        expect(/'nonce-[\w-]{22}'/.test(first!)).toBe(path !== '/demo');
        expect(first === second).toBe(path === '/demo');
      },
    );

    it('given a laboratory that sends two potassium results of Louise Gagnon by MLLP', async () => {
      expect(await send('E2E-1', '4.21', morning(40))).toBe('AA');
      expect(await send('E2E-2', '5.87', morning(1), 'H')).toBe('AA');
    });

    describe('in the Visualiseur', () => {
      it('who is signed out is sent to the door, whatever the address', async () => {
        const { page } = clinician;
        await page.goto('/visualiseur/dossier/laboratoire');
        await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
        await expectGoodScreen(page);
      });

      it('a wrong PIN opens nothing', async () => {
        const { page } = clinician;
        await signInWithKey(page, 'visualiseur', { ...server.identity('medecin-demo'), pin: '111111' });
        await page.getByText('La connexion a échoué').waitFor();
        clinician.complaints.length = 0;
      });

      it('a physician signs in with their key and its PIN', async () => {
        const { page } = clinician;
        await signInWithKey(page, 'visualiseur', server.identity('medecin-demo'));
        await page.getByRole('heading', { name: 'Mettre un usager en contexte' }).waitFor();
        await expectGoodScreen(page);
      });

      it('they find her by name and birth date, and nothing of her record is read before they ask', async () => {
        const { page } = clinician;
        await page.getByLabel('Nom de famille').fill('Gagnon');
        await page.getByLabel('Date de naissance').fill('1958-03-14');
        await page.getByRole('button', { name: 'Rechercher' }).click();
        await page.getByRole('cell', { name: '1958-03-14' }).waitFor();
        await expectGoodScreen(page);
        await page.getByRole('button', { name: /^Ouvrir le dossier de Gagnon/ }).click();
        await page.getByRole('heading', { name: 'Choisissez un domaine', exact: true }).waitFor();
        await expectGoodScreen(page);
        await page.getByRole('button', { name: 'Fermer le dossier' }).click();
      });

      it('they find her by NAM, and see the result of a moment ago: value, flag', async () => {
        const { page } = clinician;
        await openRecord(page, server.identity('usager-demo').nam!);
        await openDomain(page, 'Laboratoire');
        const row = page.getByRole('row').filter({ hasText: '5,87' });
        await row.getByText('Élevé').waitFor();
        await expectGoodScreen(page);
      });

      it('they see its trend, as a chart and as a table', async () => {
        const { page } = clinician;
        await page
          .getByRole('button', { name: /Potassium/ })
          .first()
          .click();
        const dialog = page.getByRole('dialog', { name: /Tendance.*Potassium/ });
        await dialog.getByRole('img', { name: /4,21.*5,87/ }).waitFor();
        await expect.poll(() => dialog.locator('path.recharts-line-curve').count()).toBe(1);
        await dialog.getByText('Tableau').click();
        await dialog.getByRole('cell', { name: /5,87/ }).waitFor();
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      });

      it('they see medications', async () => {
        const { page } = clinician;
        await openDomain(page, 'Médicaments');
        await page.getByText('Ordonnance active').first().waitFor();
        await expectGoodScreen(page);
      });

      it('they see imaging reports', async () => {
        const { page } = clinician;
        await openDomain(page, 'Imagerie');
        await page.getByRole('article').first().waitFor();
        await expectGoodScreen(page);
      });

      it.skipIf(!hasPictures)(
        'they see the pictures of a DICOM file sent from the command line',
        async () => {
          const file = join(server.data, 'radiograph.dcm');
          writeFileSync(file, radiograph(louise(laboratory.nam), morning(2).slice(0, 8)));
          const { code, stdout, stderr } = await continuum(['ingest', file], server.environment);
          expect(`${stdout}${stderr}`).toContain('HTTP 200');
          expect(code).toBe(0);
          const { page } = clinician;
          await page.reload();
          await openRecord(page, server.identity('usager-demo').nam!);
          await openDomain(page, 'Imagerie');
          const exam = page.getByRole('article', { name: 'Radiographie de demonstration' });
          await exam.getByRole('button', { name: 'Voir l’image' }).click();
          const screen = exam.getByRole('application');
          await expect.poll(() => screen.getAttribute('data-ready'), { timeout: 30_000 }).toBe('true');
          await expect.poll(() => shades(page), { timeout: 30_000 }).toBeGreaterThan(20);
          await expectGoodScreen(page);
        },
      );
    });

    /** How many shades of grey the picture on the screen has. */
    const shades = (page: Visitor['page']): Promise<number> =>
      page
        .locator('[role=application] canvas')
        .first()
        .evaluate(canvas => {
          const source = canvas as HTMLCanvasElement;
          const copy = document.createElement('canvas');
          [copy.width, copy.height] = [source.width, source.height];
          const context = copy.getContext('2d')!;
          context.drawImage(source, 0, 0);
          const { data } = context.getImageData(0, 0, copy.width, copy.height);
          const seen = new Set<number>();
          for (let i = 0; i < data.length; i += 4) seen.add(data[i]!);
          return seen.size;
        });

    describe('in the Carnet', () => {
      it('Louise signs in', async () => {
        await citizen.page.goto('/carnet/');
        await citizen.page.getByRole('heading', { name: 'Se connecter' }).waitFor();
        await expectGoodScreen(citizen.page);
        await signInWithPassword(citizen.page, server.identity('usager-demo'));
        await expectGoodScreen(citizen.page);
      });

      it('she sees the same result, her medications and her imaging reports', async () => {
        const { page } = citizen;
        await openSection(page, 'Résultats');
        await page.getByRole('row').filter({ hasText: '5,87' }).getByText('Élevé').waitFor();
        await expectGoodScreen(page);
        await openSection(page, 'Médicaments');
        await page.getByRole('table').waitFor();
        await expectGoodScreen(page);
        await openSection(page, 'Imagerie');
        await page.getByRole('article').first().waitFor();
        await expectGoodScreen(page);
      });

      it('she sees that the physician looked, what at and why', async () => {
        const { page } = citizen;
        await openSection(page, 'Accès à mon dossier');
        const { name } = server.identity('medecin-demo');
        const visited = page.getByRole('listitem').filter({ hasText: name });
        await visited.filter({ hasText: 'les résultats de laboratoire' }).first().waitFor();
        await visited.filter({ hasText: 'Pour offrir un service de santé' }).first().waitFor();
        await expectGoodScreen(page);
      });
    });

    describe('a refusal', () => {
      let her: About;
      let nobody: About;
      const fhir = (path: string) => laboratory.fhir(path);
      const all = async (about: About): Promise<Record<string, string>> => {
        const answers: Record<string, string> = {};
        for (const [title, door] of Object.entries(doors)) answers[title] = await answerTo(door, about, fhir);
        return answers;
      };
      const first = async (path: string): Promise<string> =>
        (await (await fhir(path)).json()).entry[0].resource.id;

      it('is not there yet: every door of the clinic’s system says something of her', async () => {
        const patient = await first(`Patient?identifier=${laboratory.nam}`);
        her = {
          patient,
          nam: laboratory.nam,
          observation: await first(`Observation?patient=${patient}&_count=1`),
          report: await first('DiagnosticReport?identifier=E2E-2'),
          request: await first(`MedicationRequest?patient=${patient}&_count=1`),
          study: await first(`ImagingStudy?patient=${patient}&_count=1`),
          filler: 'E2E-2',
        };
        nobody = await newcomer();
        const [hers, theirs] = [await all(her), await all(nobody)];
        expect(Object.keys(doors).filter(title => hers[title] === theirs[title])).toEqual([]);
      });

      /** Somebody known to the register, about whom nothing was ever received. */
      async function newcomer(): Promise<About> {
        const birthDate = '1971-05-09';
        const nam = makeNam({ familyNameAtBirth: 'Personne', givenName: 'Aucune', birthDate, sex: 'F' });
        const resource = {
          resourceType: 'Patient',
          identifier: [{ system: namSystem, value: nam }],
          name: [{ family: 'Personne', given: ['Aucune'] }],
          birthDate,
          gender: 'female',
        };
        const registered = await fetch(`${server.url}/fhir/R4/Patient`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${await token('hopital-demo', server.environment)}`,
            'content-type': 'application/fhir+json',
          },
          body: JSON.stringify(resource),
        });
        expect(registered.status).toBe(201);
        const [observation, report, request, study, filler] = Array.from({ length: 5 }, () => randomUUID());
        const patient = await first(`Patient?identifier=${nam}`);
        return {
          patient,
          nam,
          observation: observation!,
          report: report!,
          request: request!,
          study: study!,
          filler: filler!,
        };
      }

      it('of everything is made by her in the Carnet', async () => {
        const { page } = citizen;
        await openSection(page, 'Mes choix');
        await expectGoodScreen(page);
        await page.getByRole('button', { name: 'Faire un refus' }).click();
        await page.getByRole('radio', { name: /Tous mes renseignements/ }).click();
        await expectGoodScreen(page);
        await page.getByRole('button', { name: 'Continuer' }).click();
        await page.getByRole('button', { name: 'Enregistrer le refus' }).click();
        await page.getByText('Un refus est en vigueur').waitFor();
        await expectGoodScreen(page);
      });

      it.each(['Médicaments', 'Laboratoire', 'Imagerie'])(
        'is all that the physician reads in %s',
        async domain => {
          const { page } = clinician;
          await page.reload();
          await openRecord(page, server.identity('usager-demo').nam!);
          await openDomain(page, domain);
          await page.getByRole('tabpanel').getByText(refusal).waitFor();
          const said = (await seen(page, '[role=tabpanel]')).replaceAll(/\s+/g, ' ');
          expect(said).not.toMatch(/Potassium|DIN|Aucun|\d{4}-\d\d/);
          await expectGoodScreen(page);
        },
      );

      it('leaves no door of the clinic’s system that answers otherwise than for a person without a record', async () => {
        expect(await all(her)).toEqual(await all(nobody));
      });

      it('leaves her own screen as it was', async () => {
        const { page } = citizen;
        await openSection(page, 'Résultats');
        await page.getByRole('row').filter({ hasText: '5,87' }).waitFor();
      });

      it('that blocked the physician is in her list of accesses', async () => {
        const { page } = citizen;
        await openSection(page, 'Accès à mon dossier');
        await page.getByRole('listitem').filter({ hasText: 'Bloqué par votre refus' }).first().waitFor();
        await expectGoodScreen(page);
      });

      it('that she cancels shows everything again', async () => {
        await openSection(citizen.page, 'Mes choix');
        await citizen.page.getByRole('button', { name: 'Annuler le refus' }).click();
        await citizen.page.getByRole('button', { name: 'Oui, annuler le refus' }).click();
        await citizen.page.getByText('Aucun refus n’est enregistré').waitFor();
        const { page } = clinician;
        await page.reload();
        await openRecord(page, server.identity('usager-demo').nam!);
        await openDomain(page, 'Laboratoire');
        await page.getByRole('row').filter({ hasText: '5,87' }).waitFor();
      });
    });

    describe('someone else’s record', () => {
      it('a mother opens that of her son of nine, not that of her daughter of fifteen', async () => {
        const { page } = await newVisitor();
        await signInWithPassword(page, server.identity('mere-demo'));
        const whose = page.getByRole('navigation', { name: 'Dossier consulté' });
        await whose.getByRole('button', { name: /^Léo/ }).click();
        expect(await whose.getByRole('button').allInnerTexts()).toHaveLength(2);
        await page.getByText('Vous consultez le dossier de Léo Bouchard.').waitFor();
        await openSection(page, 'Choix');
        await page.getByRole('button', { name: 'Faire un refus' }).waitFor();
        await expectGoodScreen(page);
        const alice = await first(
          `Patient?identifier=${server.identity('ado-demo').nam!.replaceAll(' ', '')}`,
        );
        const screen = await openScreen(server.url, server.identity('mere-demo'));
        expect((await screen.fetch(`/api/laboratory/${alice}/results`)).status).toBe(403);
      });

      it('who helps in read-only looks, and decides nothing', async () => {
        const { page } = await newVisitor();
        await signInWithPassword(page, server.identity('aidant-demo'));
        const whose = page.getByRole('navigation', { name: 'Dossier consulté' });
        await whose.getByRole('button', { name: /^Louise/ }).click();
        await openSection(page, 'Résultats');
        await page.getByRole('row').filter({ hasText: '5,87' }).waitFor();
        await openSection(page, 'Choix');
        await page.getByText('Vous aidez cette personne en lecture seule').waitFor();
        expect(await page.getByRole('button', { name: 'Faire un refus' }).count()).toBe(0);
        await expectGoodScreen(page);
      });

      const first = async (path: string): Promise<string> =>
        (await (await laboratory.fhir(path)).json()).entry[0].resource.id;
    });

    describe('in the console', () => {
      it('an archivist gives a result that waits to the person it is about, and it appears in the Visualiseur', async () => {
        const unknown = { ...louise(''), given: 'Louise' };
        const result = { ...potassium, control: 'E2E-W', filler: 'E2E-W', value: '3.96', at: morning(5) };
        expect(await laboratory.sendMessage(oruR01(unknown, result))).toBe('AA');
        const { page } = await newVisitor();
        await signInWithKey(page, 'console', server.identity('archiviste-demo'));
        await page.getByRole('heading', { name: 'File d’identification' }).waitFor();
        await page.getByRole('button', { name: /Gagnon/ }).click();
        await page.getByText('Le dépôt ne porte pas de NAM').waitFor();
        await expectGoodScreen(page);
        await page.getByRole('button', { name: 'Rattacher à cette personne' }).first().click();
        await page.getByRole('dialog').getByRole('button', { name: 'Rattacher', exact: true }).click();
        await page.getByText('Le dépôt est au dossier.').waitFor();
        await page.getByText('Aucun dépôt n’attend d’identification').waitFor();
        await clinician.page.reload();
        await openRecord(clinician.page, server.identity('usager-demo').nam!);
        await openDomain(clinician.page, 'Laboratoire');
        await clinician.page.getByRole('row').filter({ hasText: '3,96' }).waitFor();
      });

      it('a message that could not be used is in the work list, with its problem and its original', async () => {
        const result = { ...potassium, control: 'E2E-X', filler: 'E2E-X', value: '4.4', at: morning(4) };
        const withoutOrder = oruR01(louise(laboratory.nam), result).replace(/OBR.*?\r/, '');
        expect(await laboratory.sendMessage(withoutOrder)).toBe('AE');
        const { page } = await newVisitor();
        await signInWithKey(page, 'console', server.identity('pilote-demo'));
        await openSection(page, 'Dépôts à traiter');
        await page
          .getByText(/\d problème/)
          .first()
          .waitFor();
        await expectGoodScreen(page);
        await page.getByRole('button', { name: 'Voir l’original' }).first().click();
        await page.getByRole('dialog').getByText('E2E-X').first().waitFor();
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await openSection(page, 'Organismes');
        await page.getByText('Laboratoire (démonstration)').waitFor();
        await expectGoodScreen(page);
      });
    });

    it('no browser complained of anything on the way', () => {
      expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
    });

    it('then the journal verifies, everything of it', async () => {
      const { code, stdout } = await continuum(['journal', 'verify'], server.environment);
      expect(stdout).toContain('The journal verifies.');
      expect(code).toBe(0);
    });
  },
);
