import { digest, postJson, ServerFailure } from '@continuum/ui-fhir-client';
import {
  type Assertion,
  type Authenticator,
  demonstrationKey,
  KeyRefused,
  securityKey,
} from './authenticator.ts';

/** A text that the server prepared to be signed with a person's own key. */
export interface Statement {
  challenge: string;
  /** The canonical text that is signed: what the screen shows comes from here, and from nowhere else. */
  statement: string;
  expires: string;
  key: { id: string; kind: 'software' | 'fido2'; userName: string };
}

/** An act that the server prepared to be signed: `POST` of the room it belongs to. */
export interface PreparedAct extends Statement {
  /** The act as it will be kept; goes back with its signature. */
  act: string;
}

/** What was signed, and written. */
export interface SignedAnswer {
  /** `Type/<id>`. */
  act: string;
  version: number;
  code: string;
}

/** What the statement is not, that it should be: nothing is signed. */
export class ActChanged extends Error {}

interface ActStatement {
  act: Record<string, unknown>;
  activity: { display?: string };
}

/** What a statement says; undefined for one that is none. */
export function readStatement({ statement }: PreparedAct): ActStatement | undefined {
  try {
    const { act, activity } = JSON.parse(statement) as Partial<ActStatement>;
    return act && activity ? { act, activity } : undefined;
  } catch {
    return undefined; // not JSON: there is nothing to show, so nothing to sign
  }
}

export const asksPinHere = ({ key }: Statement): boolean => key.kind === 'software';

/** Asks a key; that it did not sign is said alike for every kind. @throws KeyRefused, ServerFailure, NetworkFailure */
export async function assertWith(key: Authenticator, request: Parameters<Authenticator['assert']>[0]) {
  try {
    return await key.assert(request);
  } catch (error) {
    // The demonstration's key says so over the network.
    if (error instanceof ServerFailure && error.status === 403)
      throw new KeyRefused('The key did not sign.', { cause: error });
    throw error;
  }
}

/**
 * Signs a text with the person's own key. The challenge is made here, from the text that was shown: whatever came as another
 * one is not signed.
 * @throws ActChanged, KeyRefused, ServerFailure, NetworkFailure
 */
export async function assertStatement(prepared: Statement, pin: string): Promise<Assertion> {
  const challenge = await digest(prepared.statement);
  if (challenge !== prepared.challenge) throw new ActChanged('The statement is not what was prepared.');
  const { id, userName } = prepared.key;
  const key = asksPinHere(prepared) ? demonstrationKey : securityKey;
  return assertWith(key, { userName, challenge, credentialIds: [id], pin });
}

/** Signs an act, and hands it in. @throws ActChanged, KeyRefused, ServerFailure, NetworkFailure */
export async function signPrepared(prepared: PreparedAct, pin: string): Promise<SignedAnswer> {
  const assertion = await assertStatement(prepared, pin);
  return postJson<SignedAnswer>('/api/act/signature', { act: prepared.act, assertion });
}
