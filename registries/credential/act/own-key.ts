import type { JsonWebKey } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import {
  type Assertion,
  type AssertionFailure,
  checkAssertion,
  parseClientData,
} from '@continuum/trust-signature';
import { type Credential, keepSignCount, readCredential } from '../credential.ts';
import { signCountOf } from '../sign-count.ts';
import type { Signer } from './signer.ts';

/** A person's key, as whoever verifies what it signed needs it. */
export interface OwnKey {
  id: string;
  kind: Credential['kind'];
  userName: string;
  publicKey: JsonWebKey;
  /** Serial number of its certificate, which the authority keeps for good. */
  certificate: string;
}

type OwnKeyFailure = AssertionFailure | 'key-foreign' | 'challenge-foreign' | 'counter-not-greater';

/** What a person signs with their own key that is no act of the record: a statement kept by a room of its own. */
export interface OwnKeys {
  /** The key that somebody is signed in with, while it counts and is theirs. */
  find(signer: Signer): Promise<OwnKey | undefined>;
  /** Whether that key signed that challenge now, its holder verified by it, on a page of ours. Counts once. */
  check(signer: Signer, assertion: Assertion, challenge: string): Promise<OwnKey | OwnKeyFailure>;
}

/**
 * Over the database.
 * @param origins the origins whose pages may ask a key
 */
export function createOwnKeys(
  pool: Pool,
  origins: readonly string[],
  clock: () => Date = () => new Date(),
): OwnKeys {
  const find = async ({ actor }: Signer): Promise<OwnKey | undefined> => {
    const key = await readCredential(pool, actor.credential.id, clock());
    if (!key?.counts || key.holder !== actor.id) return undefined;
    const { id, kind, userName, publicKey, certificate } = key;
    return { id, kind, userName, publicKey, certificate };
  };
  return {
    find,
    async check(signer, assertion, challenge) {
      const key = await find(signer);
      if (key === undefined || key.id !== assertion.id) return 'key-foreign';
      if (parseClientData(assertion)?.challenge !== challenge) return 'challenge-foreign';
      const failure = checkAssertion(assertion, key.publicKey, origins);
      if (failure !== undefined) return failure;
      return (await keepSignCount(pool, key.id, signCountOf(assertion))) ? key : 'counter-not-greater';
    },
  };
}
