import { refused } from '@continuum/door';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AtTheDoor, atTheDoor, takeStep } from '../at-the-door.ts';
import type { RequestDeps } from '../deps.ts';
import { offices, requestBefore } from '../request-before.ts';
import { type RightsRequest, readRequest } from '../requests.ts';
import { schemas } from '../schemas.ts';
import { evidenceLimits, evidenceTypes } from './evidence.data.ts';
import { attachEvidence, evidenceOf, readEvidence, type SentEvidence } from './evidence.ts';
import { shownEvidence } from './shown-evidence.ts';

interface Params {
  patient?: string;
  id: string;
  number: number;
}

const paramsOf = (request: FastifyRequest): Params => request.params as Params;

const nothing = {
  refused: 'unknown',
  text: { fr: 'Il n’y a pas de telle pièce ici.', en: 'There is no such file here.' },
} as const;

/** Whatever somebody sent: nothing in it may run, and nothing shows it in this server’s name. */
const inert = {
  'Content-Security-Policy': "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
};

/** The bytes, once it is journalled that they were asked for. */
async function send(deps: RequestDeps, { request, reply, permit }: AtTheDoor, row: RightsRequest) {
  const found = await readEvidence(deps.pool.query, row.id, paramsOf(request).number);
  if (!found) {
    await permit.tell([row.usager], 'error');
    return refused(request, reply, nothing);
  }
  await permit.tell([row.usager]);
  const { number, type, content } = found;
  // Its own name is the person’s: it is shown beside, and never a file’s on a disk.
  const file = `${row.number}-${number}.${evidenceTypes[type]}`;
  return reply
    .headers({ ...inert, 'Content-Disposition': `attachment; filename="${file}"` })
    .type(type)
    .send(content);
}

/** What is longer than any file that may be joined, said as every other refusal is. */
function tooLong(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error.code !== 'FST_ERR_CTP_BODY_TOO_LARGE') throw error;
  const most = evidenceLimits.bytes / (1024 * 1024);
  return refused(request, reply, {
    refused: 'too-large',
    text: {
      fr: `content: un fichier a au plus ${most} Mo; réduisez-le ou partagez-le en plusieurs.`,
      en: `content: a file has at most ${most} MB; make it smaller or split it.`,
    },
  });
}

/** A file of the most that it may have, in base64, with its name. */
const bodyLimit = Math.ceil(evidenceLimits.bytes / 3) * 4 + 4096;

const person = ['person'] as const;

/**
 * Files joined to a rectification. For the person: `POST /:patient/requests/:id/evidence {name, content}` → 201, what is
 * joined (`EvidenceAnswer`); `GET /:patient/requests/:id/evidence/:number` → the bytes. For who handles it: `GET
 * /requests/:id/evidence/:number`. Each reading is journalled, in the list of whom it is about. 401, 403, 404, 409, 413,
 * 422, 429 with an OperationOutcome.
 */
export function evidenceRoutes(app: FastifyInstance, deps: RequestDeps): void {
  app.post(
    '/:patient/requests/:id/evidence',
    { schema: schemas.attach, bodyLimit, errorHandler: tooLong },
    (request, reply) => {
      const { patient: usager = '', id } = paramsOf(request);
      const text = `rights-attach of Patient/${usager}`;
      const asked = { action: 'write', interaction: 'rights-attach', text, usager } as const;
      return atTheDoor(deps, request, reply, asked, person, door =>
        takeStep(
          deps,
          door,
          at => attachEvidence(at, { id, usager }, request.body as SentEvidence),
          async () => {
            const lines = (await evidenceOf(deps.pool.query, [id])).get(id) ?? [];
            return reply.code(201).send({ evidence: lines.map(shownEvidence) });
          },
        ),
      );
    },
  );
  app.get('/:patient/requests/:id/evidence/:number', { schema: schemas.ownEvidence }, (request, reply) => {
    const { patient: usager = '', id } = paramsOf(request);
    const text = `rights-evidence ${id} of Patient/${usager}`;
    const asked = { action: 'read', interaction: 'rights-evidence', text, usager } as const;
    return atTheDoor(deps, request, reply, asked, person, async door => {
      const row = await readRequest(deps.pool.query, id);
      if (row?.usager === usager) return send(deps, door, row);
      await door.permit.tell([], 'error');
      return refused(request, reply, nothing);
    });
  });
  app.get('/requests/:id/evidence/:number', { schema: schemas.evidence }, (request, reply) => {
    const { id, number } = paramsOf(request);
    const text = `rights-evidence ${id} ${number}`;
    const asked = { action: 'read', interaction: 'rights-evidence', text } as const;
    return atTheDoor(deps, request, reply, asked, offices, async door => {
      const row = await requestBefore(deps, door);
      return 'refused' in row ? refused(request, reply, row) : send(deps, door, row);
    });
  });
}
