import { matrix } from '@continuum/trust-access';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { openRooms } from './start.ts';
import { type RealApplication, realApplication } from './testing/real-application.ts';

let world: RealApplication;
let elsewhere: { app: FastifyInstance; close(): Promise<void> };

beforeAll(async () => {
  world = await realApplication();
  const { rooms, close } = await openRooms(world.rooms.settings);
  const app = await createApp(rooms);
  elsewhere = {
    app,
    close: async () => {
      await app.close();
      await close();
    },
  };
}, 120_000);
afterAll(async () => {
  await elsewhere?.close();
  await world?.close();
});

const search = (app: FastifyInstance) =>
  app.inject({ url: '/fhir/R4/Specimen?_count=1', headers: { authorization: world.authorization } });

/** The next answers of both servers to the hospital. */
const next = async (): Promise<number[]> => {
  const answers = [await search(world.app), await search(elsewhere.app)];
  return answers.map(({ statusCode }) => statusCode);
};

/** Puts a version in force as the owner, past the console: what counts here is what it does. */
const adopt = (number: number, content: object) =>
  world.database.asOwner(
    `INSERT INTO service.matrix_version (number, base, content, reason, effective, state, author, author_name, created, adopted_by, unsigned)
     VALUES ($1, 1, $2, 'test', now(), 'adopted', 'Practitioner/a', 'A', now(), 'Practitioner/b', 'earlier')`,
    [number, JSON.stringify(content)],
  );

describe('a version of the matrix that takes effect', () => {
  it('changes the next answer of every server over the same database', async () => {
    expect(await next()).toEqual([200, 200]);
    const hospital = matrix['hospital-system'];
    const reads = hospital.reads.filter(domain => domain !== 'laboratory');
    await adopt(2, { ...matrix, 'hospital-system': { ...hospital, reads } });
    // Who asks is confirmed while the answer is prepared: what began by the table before is told to come again.
    expect(await next()).toEqual([503, 503]);
    expect(await next()).toEqual([403, 403]);
    await adopt(3, matrix);
    expect(await next()).toEqual([503, 503]);
    expect(await next()).toEqual([200, 200]);
  });

  it('is told in the journal, with each decision', async () => {
    const lines = await world.database.asOwner<{ version: number; outcome: string }>(
      `SELECT (entry::jsonb->>'matrixVersion')::int AS version, entry::jsonb->>'outcome' AS outcome FROM record.journal
        WHERE entry::jsonb->'query'->>'type' = 'Specimen' ORDER BY at, id`,
    );
    expect(lines.map(({ version, outcome }) => `${version} ${outcome}`)).toEqual([
      ...['1 success', '1 success', '2 denied', '2 denied', '3 success', '3 success'],
    ]);
  });
});
