import { deleteJson, getJson, postJson, ServerFailure, type SessionKind } from '@continuum/ui-fhir-client';
import type { Assertion } from './authenticator.ts';

/** A usager whose record a citizen may open: themself, a child, a person helped. */
export interface OpenableUsager {
  id: string;
  name?: string;
  /** `self`, `child`, `helped`, as the account knows it. */
  relation?: string;
  /** May look, may decide nothing. */
  readOnly?: boolean;
}

/** Who is signed in, as the screens show it. */
export interface Session {
  kind: SessionKind;
  name: string;
  /** Access profile: decides which sections exist; the server decides again at each request. */
  profile: string;
  organization?: { id: string; name: string };
  /** Citizens only, themself first. */
  usagers: OpenableUsager[];
}

interface Who {
  kind: SessionKind;
  name: string;
  role?: string;
  profile?: string;
  organization?: { id: string; name: string };
  usagers?: (string | OpenableUsager)[];
}

const toSession = (who: Who): Session => ({
  kind: who.kind,
  name: who.name,
  profile: who.profile ?? who.role ?? '',
  organization: who.organization,
  usagers: (who.usagers ?? []).map(usager => (typeof usager === 'string' ? { id: usager } : usager)),
});

/** Who is signed in; undefined when nobody is. */
export async function readSession(): Promise<Session | undefined> {
  try {
    return toSession(await getJson<Who>('/api/session'));
  } catch (error) {
    if (error instanceof ServerFailure && error.status === 401) return undefined;
    throw error;
  }
}

/** First step of a clinician's sign-in: something that only their key can sign. */
export const askChallenge = (userName: string) =>
  postJson<{ challenge: string; credentialId: string }>(
    '/api/session/challenge',
    { userName },
    { anonymous: true },
  );

/** Second step: what the key signed. */
export const signInClinician = async (userName: string, assertion: Assertion): Promise<Session> =>
  toSession(await postJson<Who>('/api/session/clinician', { userName, assertion }, { anonymous: true }));

/** A citizen's sign-in. */
export const signInCitizen = async (userName: string, password: string): Promise<Session> =>
  toSession(await postJson<Who>('/api/session/citizen', { userName, password }, { anonymous: true }));

/** Ends the session on the server. */
export const endSession = () => deleteJson<void>('/api/session');
