import { toOperationOutcome } from '@continuum/standards-fhir';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { toPem } from '../authority/certificate-request.ts';
import type { Person } from '../routes.ts';
import type { SignInEvent } from '../sign-in-event.ts';
import type { Enrolment } from './enrolment.ts';
import type { KeyEvent } from './key-state.ts';
import type { KeyChange, Keys } from './keys.ts';
import '../identify-callers.ts';

export interface CredentialRoutesDeps {
  keys: Keys;
  enrolment: Enrolment;
  /** The person behind a Practitioner's id, from the register; undefined when there is none. */
  findPractitioner: (id: string) => Promise<Person | undefined>;
  journal: (event: SignInEvent) => Promise<void>;
}

type Asked = Parameters<Keys['change']>[1];

/** What a holder may say of a key of theirs; the rest is the staff's to say. */
const ofHolder: ReadonlySet<KeyEvent> = new Set<KeyEvent>(['lost', 'blocked', 'renew']);
const events: readonly Asked[] = ['activate', 'lost', 'suspend', 'restore', 'blocked', 'revoke', 'renew'];

const text = { type: 'string', minLength: 1, maxLength: 200 };
const schemas = {
  invite: {
    body: {
      type: 'object',
      required: ['practitioner', 'userName'],
      properties: {
        practitioner: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' },
        userName: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,63}$' },
        replaces: text,
      },
    },
  },
  begin: { body: { type: 'object', required: ['code'], properties: { code: text } } },
  finish: {
    body: {
      type: 'object',
      required: ['code', 'response'],
      properties: {
        code: text,
        response: {
          type: 'object',
          required: ['id', 'rawId', 'type', 'response'],
          properties: { response: { type: 'object', required: ['clientDataJSON', 'attestationObject'] } },
        },
      },
    },
  },
  event: { body: { type: 'object', required: ['event'], properties: { event: { enum: events } } } },
};

const outcome = (code: string, diagnostics: string) =>
  toOperationOutcome([{ severity: 'error', code, diagnostics }]);

const isStaff = ({ actor }: FastifyRequest): boolean => actor.profile === 'access-manager';
const callerOf = ({ actor, origin }: FastifyRequest) => ({ actor, origin });

async function refuse(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { actor, origin } = request;
  await deps.journal({ action: 'attempt', outcome: 'denied', actor, origin, why: 'not-access-manager' });
  return actor.kind === 'unknown'
    ? reply.code(401).send(outcome('login', 'Nobody is signed in.'))
    : reply.code(403).send(outcome('forbidden', 'Only those who manage access may do this.'));
}

async function invite(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  if (!isStaff(request)) return refuse(deps, request, reply);
  const body = request.body as { practitioner: string; userName: string; replaces?: string };
  const person = await deps.findPractitioner(body.practitioner);
  if (person === undefined)
    return reply.code(404).send(outcome('not-found', 'practitioner: the register has none of that id.'));
  const { userName, replaces } = body;
  const whom = { userName, holder: `Practitioner/${person.id}`, name: person.name, replaces };
  const organization = person.organization?.name;
  const invited = await deps.enrolment.invite({ ...whom, organization }, callerOf(request));
  if (invited === undefined)
    return reply
      .code(409)
      .send(outcome('conflict', 'userName or replaces: it is somebody else’s; choose another user name.'));
  return reply.code(201).send(invited);
}

async function finish(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { code, response } = request.body as { code: string; response: RegistrationResponseJSON };
  const done = await deps.enrolment.finish(code, response, request.origin);
  if (done.enrolled)
    return reply.code(201).send({ state: 'enrolled', certificate: toPem({ der: done.certificate }) });
  const { actor, origin } = request;
  await deps.journal({ action: 'attempt', outcome: 'denied', actor, origin, why: `enrolment:${done.why}` });
  const mend =
    'The key was not enrolled. It must be a FIDO2 key with a PIN of its own, not enrolled yet; begin again with your code, or ask for another one.';
  return reply.code(422).send(outcome('login', mend));
}

const sentences: Record<Exclude<KeyChange, { changed: true }>['why'], string> = {
  unknown: 'There is no such key.',
  state: 'The key is not in a state where that may happen.',
  'same-person': 'Whoever invited the holder, or holds the key, does not activate it: ask a colleague.',
};

async function change(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string };
  const { event } = request.body as { event: Asked };
  const mine = (await deps.keys.holderOf(id)) === request.actor.id && ofHolder.has(event);
  if (!mine && !isStaff(request)) return refuse(deps, request, reply);
  const done = await deps.keys.change(id, event, callerOf(request));
  if (done.changed) return { state: done.state };
  return reply.code(done.why === 'unknown' ? 404 : 409).send(outcome('conflict', sentences[done.why]));
}

async function list(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { actor, query } = request;
  const { holder } = query as { holder?: string };
  if (actor.kind === 'unknown' || (holder !== undefined && holder !== actor.id && !isStaff(request)))
    return refuse(deps, request, reply);
  return deps.keys.list(holder ?? actor.id);
}

/**
 * Keys and their enrolment, mounted at `/api/credential`: `POST /enrolments` (staff: a code for a person),
 * `POST /enrolments/begin` and `/enrolments/finish` (who has the code: the two steps of WebAuthn §7.1),
 * `GET /keys` (own; with `holder`, the staff), `POST /keys/:id/events` (own: lost, blocked, renew; the rest: staff).
 */
export function credentialRoutes(deps: CredentialRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.post('/enrolments', { schema: schemas.invite }, (request, reply) => invite(deps, request, reply));
    app.post('/enrolments/begin', { schema: schemas.begin }, async (request, reply) => {
      const options = await deps.enrolment.begin((request.body as { code: string }).code);
      return (
        options ??
        reply
          .code(404)
          .send(outcome('not-found', 'code: it does not count, or no more; ask for another one.'))
      );
    });
    app.post('/enrolments/finish', { schema: schemas.finish }, (request, reply) =>
      finish(deps, request, reply),
    );
    app.get('/keys', (request, reply) => list(deps, request, reply));
    app.post('/keys/:id/events', { schema: schemas.event }, (request, reply) => change(deps, request, reply));
  };
}
