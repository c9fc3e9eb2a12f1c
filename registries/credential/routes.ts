import { hash } from 'node:crypto';
import { nobody, tell } from '@continuum/door';
import { firstMatrixInForce, type MatrixInForce } from '@continuum/record-gate';
import type { Profile } from '@continuum/trust-access';
import { type Actor, purposeChoices, unknownActor } from '@continuum/trust-access';
import type { Assertion } from '@continuum/trust-signature';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { actingFor, type Place } from './acting-for.ts';
import { readDeviceProof } from './device-proof.ts';
import type { KeyCeremony } from './key-ceremony.ts';
import { openSessions, signedInKind } from './open-sessions.ts';
import type { SessionBinding, Sessions } from './session.ts';
import { readSessionCookie, toSessionCookie } from './session-cookie.ts';
import type { SessionKind } from './session-kind.ts';
import { readSessionProof, type SessionProof } from './session-proof.ts';
import type { SignInEvent } from './sign-in-event.ts';
import './identify-callers.ts';

/** A person who works, as the registry of intervenants holds them. */
export interface Person {
  /** Id of the Practitioner. */
  id: string;
  name: string;
  profile: Profile;
  organization?: { id: string; name: string };
  /** Id of the access authorization that gives them both. */
  authorization?: string;
}

/** What is known of where a person signs in from. */
export interface Whence {
  actor: Actor;
  address: string;
  /** Thumbprint of the device's key, when the browser has one. */
  device: string | undefined;
  /** Of the request: what the demonstration simulates. */
  headers: FastifyRequest['headers'];
}

/** The same person, with `remote` and what remains of their profile when they are at no usual place. */
export type Locate = (whence: Whence) => Promise<Actor>;

/** Answer of the citizens' accounts to a sign-in. */
export type CitizenSignIn =
  | { signedIn: true; actor: Actor }
  | { signedIn: false; why: string; retryAfterSeconds?: number };

export interface SessionRoutesDeps {
  sessions: Sessions;
  ceremony: KeyCeremony;
  /** The origins of the screens. */
  origins: readonly string[];
  /** Cookies travel over TLS only. */
  secure: boolean;
  findPerson: (userName: string) => Promise<Person | undefined>;
  /** From where a person comes in, and so as what; absent: everywhere is a usual place. */
  locate?: Locate;
  /** The accesses in force of a person: they choose for which they act. */
  placesOf: (practitioner: string) => Promise<Place[]>;
  /** The name of a usager, by their Patient's id. */
  findUsager: (patient: string) => Promise<{ name: string } | undefined>;
  signInCitizen: (attempt: { userName: string; password: string; address: string }) => Promise<CitizenSignIn>;
  journal: (event: SignInEvent) => Promise<void>;
  clock?: () => Date;
  /** The table that says what somebody may act for; absent: the first. */
  matrix?: Pick<MatrixInForce, 'current'>;
}

const text = { type: 'string', minLength: 1, maxLength: 4096 };
const object = (properties: Record<string, unknown>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const schemas = {
  challenge: { body: object({ userName: text, thumbprint: { type: 'string', pattern: '^[\\w-]{43}$' } }) },
  citizen: { body: object({ userName: text, password: text }) },
  clinician: {
    body: object({
      assertion: object({
        id: text,
        response: object({ clientDataJSON: text, authenticatorData: text, signature: text }),
      }),
    }),
  },
};

/** Whose record a citizen may open, themself first; a proxy who only reads decides nothing. */
async function openable(deps: SessionRoutesDeps, actor: Actor) {
  const toUsager = async (id: string, index: number) => {
    const readOnly = actor.readsOnly?.includes(id) ?? false;
    const relation = index === 0 ? 'self' : readOnly ? 'helped' : 'child';
    return { id, name: (await deps.findUsager(id))?.name, relation, readOnly };
  };
  return Promise.all((actor.usagers ?? []).map(toUsager));
}

/** What a screen shows of who is signed in: names and a profile, no identifier of a person but a citizen's own. */
async function toWho(deps: SessionRoutesDeps, actor: Actor, kind: SessionKind) {
  return {
    kind,
    name: actor.name,
    role: actor.profile,
    ...(kind === 'clinician'
      ? { purposes: purposeChoices((deps.matrix ?? firstMatrixInForce).current(), actor) }
      : {}),
    ...(actor.organization ? { organization: actor.organization } : {}),
    ...(actor.remote ? { remote: actor.remote.at } : {}),
    ...(actor.usagers ? { usagers: await openable(deps, actor) } : {}),
  };
}

const toActor = (person: Person, credentialId: string): Actor => ({
  kind: 'practitioner',
  id: `Practitioner/${person.id}`,
  name: person.name,
  profile: person.profile,
  ...(person.organization ? { organization: person.organization } : {}),
  ...(person.authorization ? { authorization: person.authorization } : {}),
  credential: { kind: 'key', id: credentialId },
});

/** Opens the session, erases the one it replaces, and journals before the answer leaves. */
async function welcome(
  deps: SessionRoutesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  binding: SessionBinding,
) {
  const kind = actor.kind === 'citizen' ? 'citizen' : 'clinician';
  const earlier = readSessionCookie(request, kind);
  if (earlier) await deps.sessions.end(kind, earlier, 'sign-in');
  const from = { address: request.ip, userAgent: request.headers['user-agent'] };
  const token = await deps.sessions.open(kind, actor, { ...binding, from });
  await deps.journal({ action: 'sign-in', outcome: 'success', actor, origin: request.origin });
  reply.header('Set-Cookie', toSessionCookie(kind, token, deps.secure));
  // What each proof must be for (RFC 9449, §4.2): the browser's scripts see the hash of the token, never the token.
  return { ...(await toWho(deps, actor, kind)), ath: hash('sha256', token, 'base64url') };
}

/** The key that the browser shows to hold, for the session that it asks to open. */
const provenKey = (deps: SessionRoutesDeps, request: FastifyRequest): Promise<SessionProof | undefined> =>
  readSessionProof(request, deps.origins, deps.clock?.() ?? new Date());

/** One sentence for every failure: it does not tell which of the name or the secret was wrong. */
async function turnAway(
  deps: SessionRoutesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  failure: { why: string; retryAfterSeconds?: number },
) {
  const { why, retryAfterSeconds } = failure;
  await deps.journal({
    action: 'attempt',
    outcome: 'denied',
    actor: unknownActor,
    origin: request.origin,
    why,
  });
  if (retryAfterSeconds === undefined) return tell(reply, 401, 'login', 'Sign-in failed.');
  const text = `Too many attempts: wait ${retryAfterSeconds} seconds.`;
  return tell(reply.header('Retry-After', retryAfterSeconds), 429, 'login', text);
}

async function signInClinician(deps: SessionRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { assertion } = request.body as { assertion: Assertion };
  const key = await provenKey(deps, request);
  if (!key) return turnAway(deps, request, reply, { why: 'proof-missing' });
  const proof = await deps.ceremony.verify(assertion, key.thumbprint);
  if (!proof.verified) return turnAway(deps, request, reply, proof);
  const { credential, evidence } = proof;
  const person = await deps.findPerson(credential.userName);
  if (`Practitioner/${person?.id}` !== credential.holder)
    return turnAway(deps, request, reply, { why: 'person-unknown' });
  const binding = { thumbprint: key.thumbprint, evidence };
  const actor = await located(deps, request, toActor(person!, credential.id), key);
  return welcome(deps, request, reply, actor, binding);
}

async function located(
  { locate, origins, clock }: SessionRoutesDeps,
  request: FastifyRequest,
  actor: Actor,
  { thumbprint }: SessionProof,
): Promise<Actor> {
  if (!locate) return actor;
  const { ip: address, headers } = request;
  const device = await readDeviceProof(request, origins, clock?.() ?? new Date(), thumbprint);
  return locate({ actor, address, device, headers });
}

async function signInCitizen(deps: SessionRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const body = request.body as { userName: string; password: string };
  const key = await provenKey(deps, request);
  if (!key) return turnAway(deps, request, reply, { why: 'proof-missing' });
  const result = await deps.signInCitizen({ ...body, address: request.ip });
  if (!result.signedIn) return turnAway(deps, request, reply, result);
  return welcome(deps, request, reply, result.actor, { thumbprint: key.thumbprint });
}

async function signOut(deps: SessionRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const kind = signedInKind(request);
  const token = kind && readSessionCookie(request, kind);
  if (!kind || !token) return nobody(reply);
  const { actor, origin } = request;
  await deps.sessions.end(kind, token, actor.id);
  await deps.journal({ action: 'sign-out', outcome: 'success', actor, origin });
  return reply
    .header('Set-Cookie', toSessionCookie(kind, undefined, deps.secure))
    .code(204)
    .send();
}

/**
 * Sign-in and sign-out of the screens, mounted at `/api/session`: `POST /challenge`, `POST /clinician`,
 * `POST /citizen`, `GET /` (who am I; 401 when nobody), `DELETE /`, and `openSessions`. All but the first carry a proof
 * by the browser's key (RFC 9449). A foreign origin is refused (403).
 */
export function routes(deps: SessionRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onRequest', async (request, reply) => {
      const { origin } = request.headers;
      if (origin !== undefined && !deps.origins.includes(origin))
        return tell(reply, 403, 'login', 'This origin may not sign in.');
    });
    app.post('/challenge', { schema: schemas.challenge }, request => {
      const { userName, thumbprint } = request.body as { userName: string; thumbprint: string };
      return deps.ceremony.challenge(userName, thumbprint);
    });
    app.post('/clinician', { schema: schemas.clinician }, (request, reply) =>
      signInClinician(deps, request, reply),
    );
    app.post('/citizen', { schema: schemas.citizen }, (request, reply) =>
      signInCitizen(deps, request, reply),
    );
    app.get('/', async (request, reply) => {
      const kind = signedInKind(request);
      return kind ? toWho(deps, request.actor, kind) : nobody(reply);
    });
    app.delete('/', (request, reply) => signOut(deps, request, reply));
    openSessions(app, deps);
    const here = async (request: FastifyRequest, actor: Actor) => {
      const key = await provenKey(deps, request);
      return key ? located(deps, request, actor, key) : actor;
    };
    actingFor(app, { ...deps, here }, actor => toWho(deps, actor, 'clinician'));
  };
}
