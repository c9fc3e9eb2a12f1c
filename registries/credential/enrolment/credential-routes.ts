import { tell } from '@continuum/door';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Authority } from '../authority/authority.ts';
import { toPem } from '../authority/certificate-request.ts';
import { certificateRoutes, staffReasons } from '../authority/certificate-routes.ts';
import type { RevocationReason } from '../authority/certificate-store.ts';
import type { Person } from '../routes.ts';
import { callerOf, forStaff, mayDo, refuse, type StaffAct, type StaffDeps, staffActs } from '../staff.ts';
import type { Enrolment } from './enrolment.ts';
import { type Key, type KeyQuery, keyFilters } from './key-register.ts';
import type { KeyEvent } from './key-state.ts';
import type { KeyChange, Keys } from './keys.ts';

export interface CredentialRoutesDeps extends StaffDeps {
  keys: Keys;
  enrolment: Enrolment;
  authority: Pick<Authority, 'search' | 'state' | 'revoke'>;
  /** The person behind a Practitioner's id, from the register; undefined when there is none. */
  findPractitioner: (id: string) => Promise<Person | undefined>;
  /**
   * Whether somebody (`Practitioner/<id>`) has an access for which their identity was verified, and which has not ended: only
   * then is another key of theirs invited and activated here. The first is handed over on an order.
   */
  isIdentityVerified: (holder: string) => Promise<boolean>;
}

type Asked = Parameters<Keys['change']>[1];

/** What a holder may say of a key of theirs; the rest is the staff's to say. */
const ofHolder: ReadonlySet<KeyEvent> = new Set<KeyEvent>(['lost', 'blocked', 'renew']);
const events: readonly Asked[] = ['activate', 'lost', 'suspend', 'restore', 'blocked', 'revoke', 'renew'];

const text = { type: 'string', minLength: 1, maxLength: 200 };
const cursor = { type: 'string', maxLength: 300 };
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
          // What else a browser says of a key is its to say (RegistrationResponseJSON, WebAuthn level 3, 5.1.8).
          additionalProperties: true,
        },
      },
    },
  },
  event: {
    body: {
      type: 'object',
      required: ['event'],
      properties: { event: { enum: events }, reason: { enum: staffReasons } },
    },
  },
  search: {
    querystring: {
      type: 'object',
      properties: { text: { type: 'string', maxLength: 200 }, filter: { enum: keyFilters }, cursor },
    },
  },
  keys: {
    querystring: {
      type: 'object',
      properties: { holder: { type: 'string', pattern: '^Practitioner/[A-Za-z0-9.-]{1,64}$' } },
    },
  },
  page: { querystring: { type: 'object', properties: { cursor } } },
  withdraw: { params: { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } } },
};

const firstKey =
  'practitioner: no access of theirs stands for which their identity was verified; their key is handed over on the order of a request that was accepted.';

/** That somebody tried what is out of their reach is in the journal. */
const tellOutOfReach = ({ journal }: CredentialRoutesDeps, request: FastifyRequest, act: StaffAct) =>
  journal({ action: 'attempt', outcome: 'denied', ...callerOf(request), why: `territory:${act}` });

/** Whether a key is within the reach of whoever asks. */
async function isReached(
  deps: CredentialRoutesDeps,
  request: FastifyRequest,
  act: StaffAct,
  id: string,
): Promise<boolean> {
  const reach = await deps.reachOf(callerOf(request));
  const reached = reach === 'everybody' || (await deps.keys.holderOf(id, reach)) !== undefined;
  if (!reached) await tellOutOfReach(deps, request, act);
  return reached;
}

async function invite(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const body = request.body as { practitioner: string; userName: string; replaces?: string };
  const person = await deps.findPractitioner(body.practitioner);
  if (person === undefined)
    return tell(reply, 404, 'not-found', 'practitioner: the register has none of that id.');
  const { userName, replaces } = body;
  const whom = { userName, holder: `Practitioner/${person.id}`, name: person.name, replaces };
  if (!(await deps.isIdentityVerified(whom.holder))) return tell(reply, 422, 'business-rule', firstKey);
  if (!(await deps.keys.reaches(await deps.reachOf(callerOf(request)), whom.holder))) {
    await tellOutOfReach(deps, request, 'invite');
    return tell(reply, 403, 'forbidden', 'practitioner: they are not of your territory.');
  }
  const organization = person.organization?.name;
  const invited = await deps.enrolment.invite({ ...whom, organization }, callerOf(request));
  if (invited === undefined)
    return tell(
      reply,
      409,
      'conflict',
      'userName or replaces: it is somebody else’s; choose another user name.',
    );
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
  return tell(reply, 422, 'login', mend);
}

const sentences: Record<Exclude<KeyChange, { changed: true }>['why'], string> = {
  unknown: 'There is no such key.',
  state: 'The key is not in a state where that may happen.',
  'same-person': 'Whoever invited the holder, or holds the key, does not activate it: ask a colleague.',
};

async function change(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string };
  const { event, reason } = request.body as { event: Asked; reason?: RevocationReason };
  const holder = await deps.keys.holderOf(id);
  const mine = holder === request.actor.id && ofHolder.has(event);
  if (!mine && !(await mayDo(deps, request, event))) return refuse(deps, request, reply, event);
  // Of another territory than theirs is as if there were none.
  if (!mine && !(await isReached(deps, request, event, id)))
    return tell(reply, 404, 'conflict', sentences.unknown);
  if (reason !== undefined && event !== 'revoke')
    return tell(reply, 400, 'invalid', 'reason: only a revocation has one; leave it out.');
  if (event === 'activate' && holder !== undefined && !(await deps.isIdentityVerified(holder)))
    return tell(reply, 422, 'business-rule', firstKey);
  const done = await deps.keys.change(id, event, callerOf(request), reason);
  if (done.changed) return { state: done.state };
  return tell(reply, done.why === 'unknown' ? 404 : 409, 'conflict', sentences[done.why]);
}

/**
 * A key as who asks sees it. `barred`: why they may not activate it, or give it back, themselves. `current`: it opened
 * the session that asks.
 */
function toShown({ invitedBy, ...key }: Key, { actor }: FastifyRequest) {
  const barred = key.holder === actor.id ? 'holder' : invitedBy === actor.id ? 'inviter' : undefined;
  return { ...key, current: actor.credential.id === key.id, ...(barred && { barred }) };
}

async function list(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { actor, query } = request;
  const { holder } = query as { holder?: string };
  const own = holder === undefined || holder === actor.id;
  if (actor.kind === 'unknown' || (!own && !(await mayDo(deps, request, 'see-keys'))))
    return refuse(deps, request, reply, 'see-keys');
  const reach = own ? 'everybody' : await deps.reachOf(callerOf(request));
  return (await deps.keys.list(holder ?? actor.id, reach)).map(key => toShown(key, request));
}

async function search(deps: CredentialRoutesDeps, request: FastifyRequest) {
  const reach = await deps.reachOf(callerOf(request));
  const { rows, next } = await deps.keys.search(request.query as KeyQuery, reach);
  return { rows: rows.map(key => toShown(key, request)), next };
}

async function history(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string };
  const { cursor: after } = request.query as { cursor?: string };
  const mine = request.actor.kind !== 'unknown' && (await deps.keys.holderOf(id)) === request.actor.id;
  if (!mine && !(await mayDo(deps, request, 'see-keys'))) return refuse(deps, request, reply, 'see-keys');
  if (!mine && !(await isReached(deps, request, 'see-keys', id)))
    return tell(reply, 404, 'not-found', sentences.unknown);
  return deps.keys.historyOf(id, after);
}

async function withdraw(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string };
  const caller = callerOf(request);
  const reach = await deps.reachOf(caller);
  if (await deps.enrolment.withdraw(id, caller, reach)) return reply.code(204).send();
  if (reach !== 'everybody') await tellOutOfReach(deps, request, 'invite');
  return tell(reply, 404, 'not-found', 'There is no such invitation, or it was used.');
}

/** What the offices of whoever asks do with keys and certificates, and of whom: their screens offer that, and no more. */
async function ownActs(deps: CredentialRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  if (request.actor.kind === 'unknown') return refuse(deps, request, reply, 'see-keys');
  const acts = await deps.actsOf(callerOf(request));
  const reach = acts.size > 0 ? await deps.reachOf(callerOf(request)) : 'everybody';
  const within = reach === 'everybody' ? {} : { within: { territory: reach.territory } };
  return { acts: staffActs.filter(act => acts.has(act)), ...within };
}

/** The invitations: the staff’s, but for the ceremony of whoever has a code. */
function enrolmentRoutes(app: FastifyInstance, deps: CredentialRoutesDeps): void {
  app.post(
    '/enrolments',
    { schema: schemas.invite },
    forStaff(deps, 'invite', (request, reply) => invite(deps, request, reply)),
  );
  app.get(
    '/enrolments',
    { schema: schemas.page },
    forStaff(deps, 'invite', async request => {
      const { cursor: after } = request.query as { cursor?: string };
      return deps.enrolment.waiting(after, await deps.reachOf(callerOf(request)));
    }),
  );
  app.delete(
    '/enrolments/:id',
    { schema: schemas.withdraw },
    forStaff(deps, 'invite', (request, reply) => withdraw(deps, request, reply)),
  );
  app.post('/enrolments/begin', { schema: schemas.begin }, async (request, reply) => {
    const options = await deps.enrolment.begin((request.body as { code: string }).code);
    const sentence = 'code: it does not count, or no more; ask for another one.';
    return options ?? tell(reply, 404, 'not-found', sentence);
  });
  app.post('/enrolments/finish', { schema: schemas.finish }, (request, reply) =>
    finish(deps, request, reply),
  );
}

/**
 * Keys and their enrolment, mounted at `/api/credential`. Those whose office it is (`staff.ts`; `GET /acts` says what of it is
 * one's own, and `within` which territory when it is not everybody's): `POST /enrolments` (a code for a person), `GET /enrolments`,
 * `DELETE /enrolments/:id`, `GET /register` (`text`, `filter`, `cursor`: everybody’s keys), and `certificateRoutes`. Who has a
 * code: `POST /enrolments/begin` and `/enrolments/finish`, the two steps of WebAuthn §7.1. `GET /keys` and
 * `GET /keys/:id/history`: one's own; the staff, anybody's (`holder`). `POST /keys/:id/events`: one's own lost, blocked, renew; the rest is
 * the staff's.
 */
export function credentialRoutes(deps: CredentialRoutesDeps): FastifyPluginAsync {
  return async app => {
    enrolmentRoutes(app, deps);
    certificateRoutes(app, deps);
    app.get('/acts', (request, reply) => ownActs(deps, request, reply));
    app.get('/keys', { schema: schemas.keys }, (request, reply) => list(deps, request, reply));
    app.get(
      '/register',
      { schema: schemas.search },
      forStaff(deps, 'see-keys', request => search(deps, request)),
    );
    app.get('/keys/:id/history', { schema: schemas.page }, (request, reply) => history(deps, request, reply));
    app.post('/keys/:id/events', { schema: schemas.event }, (request, reply) => change(deps, request, reply));
  };
}
