import type { Gate } from '@continuum/record-gate';
import type { Partner } from '@continuum/registries-partner';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Launches, launchSeconds } from './launches.ts';

export interface LaunchDeps {
  gate: Gate;
  launches: Launches;
  findPartner: (clientId: string) => Promise<Partner | undefined>;
  /** `PUBLIC_URL`. */
  issuer: string;
}

interface Body {
  client_id: string;
  patient: string;
  encounter?: string;
  fhirUser?: string;
  need_patient_banner?: boolean;
}

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const schema = {
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['client_id', 'patient'],
    properties: {
      client_id: { type: 'string', minLength: 1, maxLength: 200 },
      patient: id,
      encounter: id,
      fhirUser: { type: 'string', pattern: '^(Practitioner|Patient)/[A-Za-z0-9.-]{1,64}$' },
      need_patient_banner: { type: 'boolean' },
    },
  },
};

const refuse = (reply: FastifyReply, status: number, error: string, error_description: string) =>
  reply.code(status).send({ error, error_description });

/** An application that a DMÉ may start, and from where. */
async function startOf({ findPartner }: LaunchDeps, client: string): Promise<string | undefined> {
  const partner = await findPartner(client);
  const { launchUrl, scopes = [] } = partner?.application ?? {};
  return partner?.state === 'active' && scopes.includes('launch') ? launchUrl : undefined;
}

async function prepare(deps: LaunchDeps, request: FastifyRequest, reply: FastifyReply) {
  const { actor, purpose, origin } = request;
  const {
    client_id: client,
    patient,
    encounter,
    fhirUser: holder,
    need_patient_banner,
  } = request.body as Body;
  const system = actor.source?.id;
  if (actor.kind !== 'system' || system === undefined)
    return refuse(reply, 401, 'invalid_token', 'Only a system, with its own token, prepares a launch.');
  const start = await startOf(deps, client);
  if (start === undefined)
    return refuse(reply, 400, 'invalid_request', 'client_id: no application that can be launched.');
  const read = await deps.gate.open(actor, purpose, origin).read('Patient', patient);
  if (read.outcome === 'denied') return refuse(reply, 403, 'insufficient_scope', read.decision.text);
  if (read.outcome !== 'found')
    return refuse(reply, 400, 'invalid_request', 'patient: nobody that you may open.');
  const launch = await deps.launches.prepare({
    ...{ client, system, patient, banner: need_patient_banner ?? true },
    ...(encounter !== undefined && { encounter }),
    ...(holder !== undefined && { holder }),
  });
  const address = new URL(start);
  address.searchParams.set('iss', `${deps.issuer}/fhir/R4`);
  address.searchParams.set('launch', launch);
  reply.header('Cache-Control', 'no-store');
  return reply.code(201).send({ launch, expires_in: launchSeconds, launch_url: address.href });
}

/**
 * `POST /oauth/launch`: a DMÉ's backend says whose record an application is to open, and gets a handle that its own
 * screen sends the browser away with (SMART App Launch 2.2, EHR launch). The handle opens nothing by itself: a person
 * signs in, and sees what they may.
 */
export function launchRoutes(app: FastifyInstance, deps: LaunchDeps): void {
  app.post('/oauth/launch', { schema, bodyLimit: 4096 }, (request, reply) => prepare(deps, request, reply));
}
