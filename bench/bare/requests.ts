import { randomUUID } from 'node:crypto';
import type { Pool } from '@continuum/record-database';

/** A request as the bare server takes it. */
export interface BareRequest {
  method: string;
  url: URL;
  ifMatch: string | undefined;
  body: string;
}

interface Sent {
  resourceType: string;
  id?: string;
  subject?: { reference: string };
  category?: { coding: { code: string }[] }[];
  effectiveDateTime?: string;
  entry?: { resource: Sent }[];
}

// Each statement writes its line and does its work in one durable round trip: the best that one could do.
const line = 'l AS (INSERT INTO bench.bare_line (line) VALUES ($1))';
const readText = `WITH ${line} SELECT body FROM bench.bare WHERE type = $2 AND id = $3`;
const namText = `WITH ${line} SELECT body FROM bench.bare WHERE nam = $2`;
const listText = `WITH ${line} SELECT body FROM bench.bare WHERE usager = $2 AND type = ANY ($3)
  ORDER BY usager, type, category, date DESC LIMIT $4`;
const newestText = `WITH ${line} SELECT body FROM bench.bare WHERE usager = $2 AND type = $3 AND category = $4
  ORDER BY date DESC LIMIT $5`;
const createText = `WITH ${line} INSERT INTO bench.bare (type, id, version, usager, category, date, body)
  SELECT r.type, r.id, 1, r.usager, r.category, r.date::timestamptz, r.body
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) r (type, id, usager, category, date, body)`;
const updateText = `WITH ${line} UPDATE bench.bare SET version = version + 1, body = $2
  WHERE type = $3 AND id = $4 AND version = $5 RETURNING version`;

const toBundle = (bodies: readonly string[]): string =>
  `{"resourceType":"Bundle","type":"searchset","entry":[${bodies.map(body => `{"resource":${body}}`).join(',')}]}`;

async function search(pool: Pool, type: string, { searchParams, search: asked }: URL): Promise<string> {
  const bodies = async (text: string, values: readonly unknown[], name: string) =>
    (await pool.query<{ body: string }>(text, [asked, ...values], name)).map(({ body }) => body);
  const nam = searchParams.get('identifier')?.split('|')[1];
  if (nam) return toBundle(await bodies(namText, [nam], 'bare-nam'));
  const [patient, category, count] = [
    searchParams.get('patient'),
    searchParams.get('category'),
    Number(searchParams.get('_count') ?? 50),
  ];
  if (category) return toBundle(await bodies(newestText, [patient, type, category, count], 'bare-newest'));
  const types = searchParams.get('_type')?.split(',') ?? [type];
  return toBundle(await bodies(listText, [patient, types, count], 'bare-list'));
}

async function create(pool: Pool, resources: readonly Sent[], path: string): Promise<string> {
  const kept = resources.map(resource => ({ ...resource, id: randomUUID(), meta: { versionId: '1' } }));
  const column = (read: (resource: Sent) => string | undefined) =>
    kept.map(resource => read(resource) ?? null);
  const bodies = kept.map(resource => JSON.stringify(resource));
  await pool.query(
    createText,
    [
      path,
      column(({ resourceType }) => resourceType),
      column(({ id }) => id),
      column(({ subject }) => subject?.reference.slice('Patient/'.length)),
      column(({ category }) => category?.[0]?.coding[0]?.code),
      column(({ effectiveDateTime }) => effectiveDateTime),
      bodies,
    ],
    'bare-create',
  );
  return bodies.length === 1 ? bodies[0]! : toBundle(bodies);
}

async function update(pool: Pool, type: string, id: string, { ifMatch, body }: BareRequest): Promise<string> {
  const version = Number(/\d+/.exec(ifMatch ?? '')?.[0]);
  const kept = JSON.stringify({ ...JSON.parse(body), meta: { versionId: String(version + 1) } });
  const rows = await pool.query(updateText, [`PUT ${type}/${id}`, kept, type, id, version], 'bare-update');
  if (rows.length === 0) throw new Error('The version is another.');
  return kept;
}

async function read(pool: Pool, type: string, id: string): Promise<string> {
  const values = [`GET ${type}/${id}`, type, id];
  const [found] = await pool.query<{ body: string }>(readText, values, 'bare-read');
  if (!found) throw new Error('There is none.');
  return found.body;
}

/**
 * Answers the benches' requests as a bare server would: bodies as they came, no validation, no access decision, no
 * refusal, no Provenance, no search index but the chart's. @throws when it finds nothing to do.
 */
export async function answerBare(pool: Pool, request: BareRequest): Promise<string> {
  const [type = '', id] = request.url.pathname.split('/').slice(3);
  if (request.method === 'PUT' && id) return update(pool, type, id, request);
  if (request.method === 'GET') return id ? read(pool, type, id) : search(pool, type, request.url);
  const sent: Sent = JSON.parse(request.body);
  return create(pool, sent.entry?.map(({ resource }) => resource) ?? [sent], request.url.pathname);
}
