import {
  deleteJson,
  digest,
  getJson,
  keepSessionKey,
  newSessionKey,
  postJson,
  ServerFailure,
  type SessionKey,
  type SessionKind,
} from '@continuum/ui-fhir-client';
import type { Assertion } from './authenticator.ts';
import { chosenIdentity } from './identities.ts';

/** A usager whose record a citizen may open: themself, a child, a person helped. */
export interface OpenableUsager {
  id: string;
  name?: string;
  /** `self`, `child`, `helped`, as the account knows it. */
  relation?: string;
  /** May look, may decide nothing. */
  readOnly?: boolean;
}

/** Something that a record may be opened for: a code, and the domains that it reaches. */
export interface PurposeChoice {
  of: string;
  domains: string[];
}

/** An access in force: one of several that somebody may come in by. */
export interface Place {
  authorization: string;
  profile: string;
  organization: { id: string; name: string };
}

/** Who is signed in, as the screens show it. */
export interface Session {
  kind: SessionKind;
  name: string;
  /** Access profile: decides which sections exist; the server decides again at each request. */
  profile: string;
  organization?: { id: string; name: string };
  /** From elsewhere than a usual place of practice: a home that was declared, or a device that was not. */
  remote?: 'home' | 'patient-home' | 'undeclared';
  /** Clinicians only: what they may open the record for, the usual first, and the domains that each lets them read. */
  purposes: PurposeChoice[];
  /** Citizens only, themself first. */
  usagers: OpenableUsager[];
  /** Just signed in, with several: they choose for which organization they act. */
  places?: Place[];
}

interface Who {
  kind: SessionKind;
  name: string;
  role?: string;
  profile?: string;
  organization?: { id: string; name: string };
  remote?: Session['remote'];
  purposes?: PurposeChoice[];
  usagers?: (string | OpenableUsager)[];
  places?: Place[];
  /** What each proof of the session must be for; in the answer to a sign-in alone. */
  ath?: string;
}

const toSession = (who: Who): Session => ({
  kind: who.kind,
  name: who.name,
  profile: who.profile ?? who.role ?? '',
  organization: who.organization,
  remote: who.remote,
  purposes: who.purposes ?? [],
  ...(who.places && { places: who.places }),
  usagers: (who.usagers ?? []).map(usager => (typeof usager === 'string' ? { id: usager } : usager)),
});

/** Who is signed in; undefined when nobody is, or somebody else was chosen on the page of the demonstration. */
export async function readSession(): Promise<Session | undefined> {
  if (chosenIdentity() !== undefined) return undefined;
  try {
    return toSession(await getJson<Who>('/api/session'));
  } catch (error) {
    if (error instanceof ServerFailure && error.status === 401) return undefined;
    throw error;
  }
}

/** The session that was opened, once this browser has kept the key that it is bound to. */
async function entered(who: Who, key: SessionKey): Promise<Session> {
  await keepSessionKey(who.kind, { ...key, ath: who.ath });
  return toSession(who);
}

interface Challenge {
  challenge: string;
  salt: string;
  credentialIds: string[];
}

/**
 * A clinician's sign-in: the browser makes a key, and theirs signs its thumbprint.
 * @param assert asks their key to sign a challenge
 */
export async function signInClinician(
  userName: string,
  assert: (challenge: Challenge) => Promise<Assertion>,
): Promise<Session> {
  const key = await newSessionKey();
  const body = { userName, thumbprint: key.thumbprint };
  const challenge = await postJson<Challenge>('/api/session/challenge', body, { anonymous: true });
  // What is signed binds this browser's key, or nothing is asked of the person's.
  if ((await digest(`${challenge.salt}${key.thumbprint}`)) !== challenge.challenge)
    throw new Error('The challenge is not over the key of this browser.');
  const assertion = await assert(challenge);
  const options = { anonymous: true, key };
  return entered(await postJson<Who>('/api/session/clinician', { assertion }, options), key);
}

/** A citizen's sign-in. */
export async function signInCitizen(userName: string, password: string): Promise<Session> {
  const key = await newSessionKey();
  const options = { anonymous: true, key };
  return entered(await postJson<Who>('/api/session/citizen', { userName, password }, options), key);
}

/** Acts for another of one's organizations from now on: the session stays. */
export const actFor = async (authorization: string): Promise<Session> =>
  toSession(await postJson<Who>('/api/session/place', { authorization }));

/** Lets this browser be sent to the authorization server's pages, as who is signed in here. */
export const allowNavigation = () => postJson<void>('/api/session/navigation', {});

/** Ends the session on the server. */
export const endSession = () => deleteJson<void>('/api/session');

/** Ends every session of whoever is signed in, this one too. */
export const endEverySession = () => deleteJson<{ ended: number }>('/api/session/open');
