import { createHash } from 'node:crypto';
import type { Query } from '@continuum/record-database';
import { type At, daysAfter, refuse } from '../deps.ts';
import { changeRequest, type RightsRequest } from '../requests.ts';
import { type EvidenceType, evidenceLimits } from './evidence.data.ts';
import { evidenceTypeOf } from './evidence-type.ts';

/** A file as it is sent. */
export interface SentEvidence {
  name: string;
  /** In base64 (RFC 4648, 4). */
  content: string;
}

/** A file as it is listed: its bytes are read apart. */
export interface EvidenceLine {
  number: number;
  name: string;
  type: EvidenceType;
  size: number;
  at: Date;
}

const linesText = `
  SELECT request_id AS "requestId", number, name, type, size, at FROM service.rights_evidence
   WHERE request_id = ANY ($1::uuid[]) ORDER BY request_id, number`;

/** What is joined to these requests, in order, by the request’s id. */
export async function evidenceOf(query: Query, ids: readonly string[]): Promise<Map<string, EvidenceLine[]>> {
  if (ids.length === 0) return new Map();
  const rows = await query<EvidenceLine & { requestId: string }>(linesText, [ids], 'rights-evidence');
  return Map.groupBy(rows, ({ requestId }) => requestId);
}

const oneText = `
  SELECT number, name, type, size, at, content FROM service.rights_evidence WHERE request_id = $1 AND number = $2`;

/** A file of a request, with its bytes; undefined: there is none under that number. */
export async function readEvidence(
  query: Query,
  request: string,
  number: number,
): Promise<(EvidenceLine & { content: Buffer }) | undefined> {
  const [row] = await query<EvidenceLine & { content: Buffer }>(oneText, [request, number]);
  return row;
}

/** On one line, without what could be a path or turn the text around. */
const nameOf = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/^.*[\\/]/, '')
    .trim()
    .slice(0, evidenceLimits.name);

interface Checked {
  name: string;
  type: EvidenceType;
  content: Buffer;
}

const limitMo = evidenceLimits.bytes / (1024 * 1024);

/** @throws Refused when it is not what may be joined, naming the field */
function checked({ name: given, content: text }: SentEvidence, { usager }: RightsRequest): Checked {
  const no = (fr: string, en: string) => refuse('rule', fr, en, usager);
  const name = nameOf(given);
  if (name === '') return no('name: donnez un nom au fichier.', 'name: name the file.');
  const content = Buffer.from(text, 'base64');
  if (content.length === 0 || content.toString('base64') !== text)
    return no(
      'content: envoyez les octets du fichier en base64.',
      'content: send the file’s bytes in base64.',
    );
  if (content.length > evidenceLimits.bytes)
    return no(
      `content: « ${name} » dépasse ${limitMo} Mo; réduisez-le ou partagez-le en plusieurs.`,
      `content: "${name}" is over ${limitMo} MB; make it smaller or split it.`,
    );
  const type = evidenceTypeOf(content);
  if (type === undefined)
    return no(
      `content: « ${name} » n’est ni un PDF, ni une image JPEG ou PNG; enregistrez-le sous l’une de ces formes.`,
      `content: "${name}" is neither a PDF nor a JPEG or PNG picture; save it as one of these.`,
    );
  return { name, type, content };
}

const count = (condition: string) =>
  `SELECT count(*)::int AS count FROM service.rights_evidence WHERE ${condition}`;
const ofRequest = count('request_id = $1');
const ofAccount = count('by = $1 AND at > $2');
const same = 'SELECT FROM service.rights_evidence WHERE request_id = $1 AND digest = $2';

/** The row of the request is locked: files that are sent at once are counted one after the other. */
async function holdBack({ tx, actor, now }: At, { id, usager }: RightsRequest, digest: Buffer) {
  const [here] = await tx.query<{ count: number }>(ofRequest, [id]);
  if ((await tx.query(same, [id, digest])).length > 0)
    refuse('not-now', 'Cette pièce est déjà jointe.', 'That file is joined already.', usager);
  if (here!.count >= evidenceLimits.files)
    refuse(
      'not-now',
      `Une demande porte au plus ${evidenceLimits.files} pièces: remettez les autres au service des archives.`,
      `A request has at most ${evidenceLimits.files} files: give the others to the archives.`,
      usager,
    );
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`rights evidence ${actor.id}`]);
  const [today] = await tx.query<{ count: number }>(ofAccount, [actor.id, daysAfter(now, -1)]);
  if (today!.count >= evidenceLimits.aDay)
    refuse(
      'too-many',
      'Vous avez joint beaucoup de pièces aujourd’hui: elles sont reçues. Revenez demain pour la suite.',
      'You have joined many files today: they are received. Come back tomorrow for more.',
      usager,
    );
  return here!.count + 1;
}

const insert = `
  INSERT INTO service.rights_evidence (request_id, number, name, type, size, digest, content, at, by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Joins a file to a request that is not decided yet; what happened to it says so, under the file’s name. */
export async function attachEvidence(
  at: At,
  { id, usager }: { id: string; usager: string },
  sent: SentEvidence,
): Promise<RightsRequest> {
  const change = { event: 'attach', text: nameOf(sent.name) } as const;
  const row = await changeRequest(at, id, change, found => found.usager === usager);
  const { name, type, content } = checked(sent, row);
  const digest = createHash('sha256').update(content).digest();
  const number = await holdBack(at, row, digest);
  const values = [id, number, name, type, content.length, digest, content, at.now, at.actor.id];
  await at.tx.query(insert, values);
  return row;
}
