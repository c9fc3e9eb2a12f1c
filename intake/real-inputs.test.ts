import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { createPatients } from '@continuum/registries-patient';
import type { Resource } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIntake, type Intake, type Interaction, type Receipt } from './index.ts';

const fixtures = process.env.CONTINUUM_FIXTURES;

const hospital: Actor = {
  kind: 'system',
  id: 'Device/hopital',
  name: 'hopital',
  profile: 'hospital-system',
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'hopital' },
};
const origin = { request: 'r', address: '::1', channel: 'fhir' };

describe.skipIf(!fixtures)('what other projects publish, from a source that registers usagers', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let data: string;
  let gate: OpenedGate;
  let intake: Intake;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'intake-'));
    database = await testDatabase(migrations);
    gate = openGate({ database, data, log: pino({ level: 'silent' }) });
    const patients = createPatients({ gate, service: database.service });
    intake = createIntake({ gate, patients, mappers: [] });
  });
  afterAll(async () => {
    await gate?.close();
    await database?.drop();
    await rm(data, { recursive: true });
  });

  const send = (original: Uint8Array, request?: Interaction): Promise<Receipt> =>
    intake.receive({
      format: 'fhir',
      contentType: 'application/fhir+json',
      original,
      actor: hospital,
      origin,
      ...(request ? { request } : {}),
    });
  const filesOf = async (folder: string) =>
    (await readdir(join(fixtures!, folder)))
      .filter(name => name.endsWith('.json'))
      .map(name => join(fixtures!, folder, name));
  /** What the record holds of it; some types go in and are not for this source to read. */
  const written = (receipt: Receipt): Resource =>
    JSON.parse(receipt.state === 'stored' ? receipt.written[0]!.body : '{}') as Resource;
  const withoutServersOwn = ({ id: _, meta, ...rest }: Resource): unknown => {
    const { versionId: __, lastUpdated: ___, ...kept } = meta ?? {};
    return { ...rest, ...(Object.keys(kept).length > 0 ? { meta: kept } : {}) };
  };

  it('every official example goes in and comes out equal', async () => {
    const refused: string[] = [];
    const goIn = async (file: string) => {
      const original = await readFile(file);
      const resource = JSON.parse(original.toString()) as Resource & { id: string };
      const { resourceType: type, id } = resource;
      const receipt = await send(original, { method: 'PUT', url: `${type}/${id}` });
      if (receipt.state !== 'stored') refused.push(`${type}/${id}`);
      else expect(withoutServersOwn(written(receipt)), `${type}/${id}`).toEqual(withoutServersOwn(resource));
    };
    const files = await filesOf('fhir-examples');
    for (let i = 0; i < files.length; i += 16) await Promise.all(files.slice(i, i + 16).map(goIn));
    expect(refused).toEqual([]);
  }, 120_000);

  it('every Synthea Bundle goes in whole, and each of its references leads somewhere', async () => {
    for (const file of await filesOf('synthea')) {
      const original = await readFile(file);
      const { entry } = JSON.parse(original.toString()) as { entry: { resource: Resource }[] };
      const receipt = await send(original);
      if (receipt.state !== 'stored')
        throw new Error(`${file} ${receipt.state} ${JSON.stringify(receipt.issues.slice(0, 5))}`);
      expect(receipt.entries).toHaveLength(entry.length);
      expect(receipt.entries?.every(one => one.kind === 'done' && one.status === 201)).toBe(true);
      const bodies = receipt.written.filter(({ type }) => type !== 'Provenance').map(({ body }) => body);
      const references = bodies.flatMap(body =>
        [...body.matchAll(/"reference":"([^"#]+)"/g)].map(match => match[1]!),
      );
      const written = new Set(receipt.written.map(({ type, id }) => `${type}/${id}`));
      expect(references.filter(reference => !written.has(reference))).toEqual([]);
      expect(bodies.some(body => body.includes('"urn:uuid:'))).toBe(false);
    }
  }, 120_000);
});
