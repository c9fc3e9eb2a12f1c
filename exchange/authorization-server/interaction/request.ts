import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionKind, SignedIn } from '@continuum/registries-credential';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { applicationKind, forPersons } from '../client-adapter.ts';
import { silently } from '../configuration/silence.ts';
import { words } from '../requested-scopes.ts';

/** An application's request, as the interaction sees it. */
export interface Asked {
  uid: string;
  client: string;
  application: string;
  kind: string;
  /** Who may use it; undefined: everyone. */
  persons: string | undefined;
  scopes: string[];
  resources: string[];
  launch: string | undefined;
  /** The request wants the person to be asked. */
  consents: boolean;
  /** Nothing is to be shown: it is answered, one way or the other. */
  silent: boolean;
  /** Where the browser goes in the end, as CSP writes it. */
  formTarget: string;
}

/** An origin, or the scheme of an application on a device. */
function targetOf(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri);
  return origin === 'null' ? protocol : origin;
}

/**
 * The request that this browser started, by its cookie; undefined when it is none of its own, or over: a link to
 * somebody else's interaction opens nothing.
 */
export async function askedBy(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Asked | undefined> {
  try {
    const { uid, params, prompt } = await provider.interactionDetails(request.raw, reply.raw);
    if (uid !== (request.params as { uid: string }).uid) return undefined;
    const client = await provider.Client.find(String(params.client_id));
    if (!client) return undefined;
    return {
      uid,
      client: client.clientId,
      application: client.clientName ?? client.clientId,
      kind: String(client[applicationKind]),
      persons: client[forPersons] as string | undefined,
      scopes: words(params.scope),
      resources: [params.resource].flat().map(String),
      launch: params.launch as string | undefined,
      consents: words(params.prompt).includes('consent'),
      silent: prompt.details[silently] === true,
      formTarget: targetOf(String(params.redirect_uri)),
    };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/**
 * Seals what a page sends back: made for one interaction and one session, so that neither another page nor another
 * person's session can send it.
 */
export function createSeal(secret: string) {
  const seal = (...what: string[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(what)).digest('base64url');
  const isSealed = (given: unknown, ...what: string[]): boolean => {
    const expected = Buffer.from(seal(...what));
    const actual = Buffer.from(typeof given === 'string' ? given : '');
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  };
  return { seal, isSealed };
}

export type Seal = ReturnType<typeof createSeal>;

/** Who may sign in, each at a door of their own. */
export const kinds: readonly SessionKind[] = ['clinician', 'citizen'];

/** Among who is signed in, those whom the application is for, and the one that the page names. */
export function personsFor(
  asked: Pick<Asked, 'persons'>,
  signedIn: readonly SignedIn[],
  as: unknown,
): { persons: SignedIn[]; chosen: SignedIn | undefined } {
  const persons = signedIn.filter(({ kind }) => asked.persons === undefined || kind === asked.persons);
  const chosen = persons.length === 1 ? persons[0] : persons.find(({ kind }) => kind === as);
  return { persons, chosen };
}

/** Whether a form was sent by a page of this server: browsers say so by `Origin`, and newer ones by `Sec-Fetch-Site`. */
export function isOwnPage({ headers }: FastifyRequest, issuer: string, origins: readonly string[]): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = headers;
  return origin !== undefined && (origin === new URL(issuer).origin || origins.includes(origin));
}
