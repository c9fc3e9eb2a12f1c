import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type Access, migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { AccessesAnswer } from '../access-line.ts';
import { routes } from '../routes.ts';

const origin = { request: 'r1', address: '127.0.0.1', channel: 'api' };
const anne: Actor = {
  kind: 'citizen',
  id: 'Patient/anne',
  name: 'Anne Roy',
  profile: 'citizen',
  usagers: ['anne', 'lea'],
  credential: { kind: 'password', id: 'anne' },
};
const luc: Actor = { ...anne, id: 'Patient/luc', name: 'Luc Roy', usagers: ['luc'] };
const physician: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/p',
  name: 'Dre Gagnon',
  profile: 'physician',
  organization: { id: 'o', name: 'GMF du Parc' },
  credential: { kind: 'key', id: 'k' },
};
const surveillance: Actor = { ...physician, id: 'Practitioner/s', profile: 'surveillance' };
const archivist: Actor = { ...physician, id: 'Practitioner/a', profile: 'archivist' };
const unknown: Actor = { ...physician, kind: 'unknown', id: 'unknown', name: '?', profile: 'none' };
const feed: Actor = {
  kind: 'system',
  id: 'Device/registre',
  name: 'Registre',
  profile: 'patient-registry-feed',
  source: { id: 'registre', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'registre' },
};
const hospital: Actor = { ...feed, id: 'Device/hopital', name: 'Hôpital', profile: 'hospital-system' };

const data = mkdtempSync(join(tmpdir(), 'continuum-own-copy-'));
const fhirUrl = 'https://exchange.example/fhir/R4';
const results = 3_000;
let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let caller: Actor = anne;
/** What happens to an access before it is used: nothing, but for the test of an interruption. */
let meddle = (access: Access): Access => access;

/** Somebody hung up before their answer ended. */
let hungUp = Promise.withResolvers<void>();

const open = (actor: Actor) => gate.open(actor, usualPurpose(actor.profile), origin);

const subject = { reference: 'Patient/anne' };
const laboratory = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
];
const day = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString();

const record: (Resource & { id: string })[] = [
  {
    resourceType: 'MedicationRequest',
    id: 'm1',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Métoprolol 25 mg, comprimé' },
    subject,
    authoredOn: '2026-02-03',
    requester: { reference: 'Practitioner/p' },
    dosageInstruction: [{ text: '1 comprimé matin et soir, à jeun' }],
  },
  {
    resourceType: 'MedicationRequest',
    id: 'm2',
    status: 'stopped',
    intent: 'order',
    medicationCodeableConcept: { text: 'Œstradiol 1 mg' },
    subject,
    authoredOn: '2024-02-03',
  },
  {
    resourceType: 'AllergyIntolerance',
    id: 'a1',
    patient: subject,
    code: { text: 'Pénicilline' },
    recordedDate: '2020-05-06',
    reaction: [{ manifestation: [{ text: 'Urticaire' }] }],
  },
  {
    resourceType: 'NutritionOrder',
    id: 'n1',
    status: 'active',
    intent: 'order',
    patient: subject,
    dateTime: '2026-01-02',
    oralDiet: { type: [{ text: 'Diète sans sel' }] },
  },
  ...Array.from({ length: results }, (_, index) => ({
    resourceType: 'Observation',
    id: `o${index}`,
    status: 'final',
    category: laboratory,
    code: { text: `Analyse ${index}` },
    subject,
    effectiveDateTime: day(index),
    issued: '2026-01-02T09:00:00Z',
    valueQuantity: { value: 4.5, unit: 'mmol/L' },
    performer: [{ display: 'Laboratoire du CHUM' }],
  })),
];

async function write(actor: Actor, resources: readonly (Resource & { id: string })[]): Promise<void> {
  for (let from = 0; from < resources.length; from += 500) {
    const some = resources.slice(from, from + 500);
    const outcome = await open(actor).write(some.map(resource => ({ verb: 'upsert', resource })));
    expect(outcome.outcome).toBe('written');
  }
}

const copy = async (as: Actor, name: string, language = 'fr', patient = 'anne') => {
  caller = as;
  return app.inject({ url: `/${patient}/copy/${name}?language=${language}` });
};
const textOf = async (bytes: Buffer): Promise<string[]> =>
  (await extractText(await getDocumentProxy(new Uint8Array(bytes)))).text;

beforeAll(async () => {
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequestAbort', async _ => hungUp.resolve());
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller, origin, purpose: usualPurpose(caller.profile) });
  });
  const summary = async () => ({
    resourceType: 'Bundle',
    type: 'document',
    entry: [
      {
        fullUrl: 'urn:uuid:1',
        resource: {
          resourceType: 'Composition',
          section: [
            { title: 'Médicaments / Medications', entry: [{ reference: 'MedicationRequest/m1' }] },
            { title: 'Problèmes / Problems', entry: [] },
          ],
        },
      },
      { fullUrl: `${fhirUrl}/MedicationRequest/m1`, resource: record[0] },
    ],
  });
  const copies = { fhirUrl, summary, clock: () => new Date('2026-11-28T13:40:00Z') };
  const opened = { open: (...args: Parameters<OpenedGate['open']>) => meddle(gate.open(...args)) };
  const requests = { pool: database.service, withArchives: async () => [] };
  await app.register(routes({ gate: opened, ...requests, copy: copies }));
  const patients = ['anne', 'luc', 'lea'].map(id => ({
    resourceType: 'Patient',
    id,
    name: [{ use: 'official', family: 'Roy', given: [id === 'anne' ? 'Anne' : id] }],
    birthDate: '1980-04-05',
    gender: 'female',
    identifier: [{ system: 'urn:niu', value: '9876543210' }],
  }));
  await write(feed, patients);
  await write(hospital, [
    { resourceType: 'Practitioner', id: 'p', name: [{ family: 'Gagnon', given: ['Sophie'] }] },
    ...record,
  ]);
}, 60_000);

afterAll(async () => {
  await app?.close();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('the record as a PDF', () => {
  let pages: string[];
  let all: string;
  beforeAll(async () => {
    const answer = await copy(anne, 'record.pdf');
    expect(answer.statusCode, answer.body.slice(0, 500)).toBe(200);
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="copie-du-dossier-2026-11-28.pdf"',
    );
    pages = await textOf(answer.rawPayload);
    all = pages.join('\n');
  }, 60_000);

  it('says whose it is, when it was generated, and no number but the NAM', () => {
    expect(pages[0]).toContain('Dossier de Anne Roy');
    expect(pages[0]).toMatch(/Produite le 2026-11-28 à 8\sh\s40/);
    expect(pages[0]).toContain('1980-04-05');
    expect(all).not.toContain('9876543210');
  });

  it('names each medication with its directions, its day and who prescribed it, accents and all', () => {
    expect(all).toContain('Métoprolol 25 mg, comprimé');
    expect(all).toContain('1 comprimé matin et soir, à jeun');
    expect(all).toContain('2026-02-03');
    expect(all).toMatch(/Source\s: Sophie Gagnon/);
    expect(all).toContain('Œstradiol 1 mg');
    expect(all.indexOf('Métoprolol')).toBeLessThan(all.indexOf('Œstradiol'));
  });

  it('has every result once, the newest first, with its value and its source', () => {
    const told = [...all.matchAll(/Analyse (\d+)/g)].map(([, index]) => Number(index));
    expect(told).toEqual(Array.from({ length: results }, (_, index) => results - 1 - index));
    expect(all).toMatch(/Valeur\s: 4,5\smmol\/L/);
    expect(all).toContain('Laboratoire du CHUM');
  });

  it('leaves out nothing because no chapter tells it', () => {
    expect(all).toContain('Autres renseignements');
    expect(all).toContain('NutritionOrder');
  });

  it('numbers its pages, and ends by saying so', () => {
    expect(pages.length).toBeGreaterThan(50);
    for (const [index, text] of pages.entries()) expect(text).toContain(`Page ${index + 1}`);
    expect(pages.at(-1)).toContain('Fin de la copie.');
  });
});

test('the PDF is tagged, titled, and says its language', async () => {
  const { rawPayload } = await copy(anne, 'record.pdf', 'en', 'lea');
  const document = await getDocumentProxy(new Uint8Array(rawPayload));
  expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
  const { info } = (await document.getMetadata()) as unknown as { info: { Title: string; Language: string } };
  expect(info).toMatchObject({ Title: 'Copy of the health record – lea Roy', Language: 'en-CA' });
  const tree = JSON.stringify(await (await document.getPage(1)).getStructTree());
  for (const tag of ['H1', 'H2', 'P']) expect(tree).toContain(`"role":"${tag}"`);
  const [first] = await textOf(rawPayload);
  expect(first).toContain('Record of lea Roy');
  expect(first).toContain('at the request of Anne Roy');
  expect(first).toContain('No information.');
});

describe('the record as a FHIR Bundle', () => {
  it('has everything that the person may see, each resource once and as it is stored', async () => {
    const { statusCode, body, headers } = await copy(anne, 'record.json');
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toContain('application/fhir+json');
    const bundle = JSON.parse(body) as { type: string; entry: { fullUrl: string; resource: Resource }[] };
    expect(bundle.type).toBe('collection');
    const references = bundle.entry.map(({ fullUrl }) => fullUrl.slice(fhirUrl.length + 1));
    expect(new Set(references).size).toBe(references.length);
    const expected = [
      'Patient/anne',
      'Practitioner/p',
      ...record.map(one => `${one.resourceType}/${one.id}`),
    ];
    expect(references.toSorted()).toEqual(expected.toSorted());
  });
});

describe('the summary', () => {
  it('is the document of $summary, and a PDF of it', async () => {
    expect((await copy(anne, 'summary.json')).json()).toMatchObject({ type: 'document' });
    const [page] = await textOf((await copy(anne, 'summary.pdf', 'en')).rawPayload);
    expect(page).toContain('Health summary');
    expect(page).toContain('Medications');
    expect(page).toContain('Métoprolol 25 mg');
    expect(page).toMatch(/Problems\s+No information\./);
  });
});

const lastEntries = async (count: number) => {
  const rows = await database.asOwner(
    `SELECT entry FROM record.journal ORDER BY at DESC, id DESC LIMIT ${count}`,
  );
  return rows.map(({ entry }) => JSON.parse(String(entry)));
};

describe('who gets no copy', () => {
  const kinds = ['record.pdf', 'record.json', 'summary.pdf', 'summary.json'];
  it.each(
    [luc, physician, archivist, surveillance, hospital].flatMap(actor =>
      kinds.map(kind => [actor.name, actor.profile, kind, actor] as const),
    ),
  )('%s (%s): %s is refused, and the attempt is in the person’s journal', async (_, profile, kind, actor) => {
    const answer = await copy(actor, kind);
    expect(answer.statusCode).toBe(403);
    const [entry] = await lastEntries(1);
    expect(entry).toMatchObject({ outcome: 'denied', usager: 'anne', interaction: 'own-copy' });
    expect(entry.who.profile).toBe(profile);
  });

  it('somebody unknown is asked who they are', async () => {
    expect((await copy(unknown, 'record.pdf')).statusCode).toBe(401);
  });

  it('a language or a copy that there is not is refused by its name', async () => {
    expect((await copy(anne, 'record.pdf', 'xx')).statusCode).toBe(400);
    expect((await copy(anne, 'record.docx')).statusCode).toBe(404);
  });
});

describe('the journal', () => {
  it('has that a copy was asked for, of what kind, before anything of it leaves', async () => {
    let before: { interaction: string; query: { text: string } }[] = [];
    meddle = access => ({
      ...access,
      read: async (type, id) => {
        before = await lastEntries(1);
        return access.read(type, id);
      },
    });
    await copy(anne, 'record.json', 'fr', 'lea');
    meddle = access => access;
    expect(before[0]).toMatchObject({
      interaction: 'own-copy',
      usager: 'lea',
      outcome: 'success',
      query: { text: 'Patient/lea: record.json' },
    });
  });
});

describe('the list of accesses', () => {
  it('tells the person that a copy was taken, by whom', async () => {
    await copy(anne, 'summary.pdf', 'fr', 'lea');
    caller = anne;
    const { accesses } = (await app.inject('/lea/accesses')).json() as AccessesAnswer;
    const copied = accesses.filter(line => line.copied);
    expect(copied[0]).toMatchObject({ actor: { name: 'Anne Roy' }, own: true, action: 'read' });
  });
});

describe('a copy that is interrupted', () => {
  it('is cut, so that half of it is never taken for a copy', async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    caller = anne;
    let page = 0;
    meddle = access => ({
      ...access,
      everything: async request => {
        if (page++ > 0) throw new Error('the database is away');
        return access.everything(request);
      },
    });
    const answer = await fetch(`http://127.0.0.1:${port}/anne/copy/record.json`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    meddle = access => access;
  });

  it('by who hangs up is read no further', async () => {
    const { port } = app.server.address() as { port: number };
    let pages = 0;
    hungUp = Promise.withResolvers();
    meddle = access => ({
      ...access,
      everything: async request => {
        if (pages++ > 0) await hungUp.promise;
        return access.everything(request);
      },
    });
    const gone = new AbortController();
    const { body } = await fetch(`http://127.0.0.1:${port}/anne/copy/record.json`, { signal: gone.signal });
    await body!.getReader().read();
    gone.abort();
    await expect
      .poll(async () => (await lastEntries(1))[0], { timeout: 30_000 })
      .toMatchObject({ interaction: 'everything', outcome: 'error', reason: 'abandoned' });
    expect(pages).toBe(2);
    meddle = access => access;
  });

  it('before its first byte is an error with its status', async () => {
    meddle = access => ({
      ...access,
      everything: async () => {
        throw Object.assign(new Error('away'), { statusCode: 503 });
      },
    });
    expect((await copy(anne, 'record.json')).statusCode).toBe(503);
    meddle = access => access;
  });
});
