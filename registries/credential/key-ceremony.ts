import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import {
  type Assertion,
  type AssertionFailure,
  checkAssertion,
  parseClientData,
} from '@continuum/trust-signature';
import { type Credential, keepSignCount, readCredential } from './credential.ts';

/** Why a key does not open the door; for the journal. */
type CeremonyFailure = AssertionFailure | 'counter-not-greater' | 'session-key-foreign';

type Verified =
  | { verified: true; credential: Credential; evidence: SignInEvidence }
  | { verified: false; why: CeremonyFailure };

/** What shows, to whoever has the certificate, that the holder of a key opened a session for a browser's key. */
export interface SignInEvidence {
  assertion: Assertion;
  /** The challenge is the SHA-256 of the salt and the thumbprint. */
  salt: string;
  thumbprint: string;
}

/** The ceremony of a key: a challenge, and the proof that its holder signed it after being verified by it. */
export interface KeyCeremony {
  /**
   * A challenge that binds what is signed to the browser's own key: `challenge` is the SHA-256 of `salt` and its
   * thumbprint (RFC 7638), which the browser can check before it asks for the signature.
   */
  challenge(userName: string, thumbprint: string): Promise<Challenge>;
  /** @param thumbprint of the key that the browser just proved to hold. */
  verify(assertion: Assertion, thumbprint: string): Promise<Verified>;
}

interface Challenge {
  challenge: string;
  salt: string;
  credentialId: string;
}

const lifetime = 120_000;

/** What a key is asked to sign: base64url of the SHA-256 of the salt, as text, and the thumbprint. */
const toChallenge = (salt: string, thumbprint: string): string =>
  createHash('sha256').update(`${salt}${thumbprint}`).digest('base64url');

/** A name that nobody bears gets an answer of the same shape, always the same for that name. */
const insertChallenge = `
  WITH stale AS (DELETE FROM service.key_challenge WHERE expires_at < $3)
  INSERT INTO service.key_challenge (challenge, user_name, expires_at, salt, jkt) VALUES ($1, $2, $4, $5, $6)
  RETURNING coalesce(
    (SELECT id FROM service.credential WHERE user_name = $2 AND state IN ('enrolled', 'active', 'suspended')
      ORDER BY state = 'active' DESC, created DESC LIMIT 1),
    (SELECT translate(trim(trailing '=' FROM encode(sha256(convert_to(secret::text || $2, 'UTF8')), 'base64')),
       '+/', '-_') FROM service.credential_decoy)) AS "credentialId"`;

const takeChallenge = `
  DELETE FROM service.key_challenge WHERE challenge = $1
  RETURNING user_name AS "userName", expires_at > $2 AS "inTime", salt, jkt`;

/** The signature counter of the authenticator data (§6.1); a checked assertion has one. */
const signCountOf = ({ response }: Assertion): number =>
  Buffer.from(response.authenticatorData, 'base64url').readUInt32BE(33);

interface Taken {
  userName: string;
  inTime: boolean;
  salt: string;
  jkt: string;
}

/**
 * The key ceremony over the database. Challenges serve once, for two minutes, whichever process answers.
 * @param origins the origins whose pages may start a ceremony.
 */
export function createKeyCeremony(
  pool: Pool,
  origins: readonly string[],
  clock: () => Date = () => new Date(),
): KeyCeremony {
  const take = async (challenge: string): Promise<Taken | undefined> => {
    const rows = await pool.query<Taken>(takeChallenge, [challenge, clock()]);
    return rows[0]?.inTime ? rows[0] : undefined;
  };
  const check = async (assertion: Assertion, { userName }: Taken): Promise<Credential | CeremonyFailure> => {
    const credential = await readCredential(pool, assertion.id, clock());
    if (credential?.userName !== userName) return 'credential-unknown';
    if (!credential.counts) return 'credential-not-active';
    const why = checkAssertion(assertion, credential.publicKey, origins);
    if (why !== undefined) return why;
    const grew = await keepSignCount(pool, credential.id, signCountOf(assertion));
    return grew ? credential : 'counter-not-greater';
  };
  return {
    async challenge(userName, thumbprint) {
      const salt = randomBytes(32).toString('base64url');
      const challenge = toChallenge(salt, thumbprint);
      const now = clock();
      const values = [challenge, userName, now, new Date(now.getTime() + lifetime), salt, thumbprint];
      const rows = await pool.query<{ credentialId: string }>(insertChallenge, values);
      return { challenge, salt, credentialId: rows[0]!.credentialId };
    },
    async verify(assertion, thumbprint) {
      const client = parseClientData(assertion);
      if (client === undefined) return { verified: false, why: 'malformed' };
      const taken = await take(client.challenge);
      if (taken === undefined) return { verified: false, why: 'challenge-unknown' };
      if (taken.jkt !== thumbprint) return { verified: false, why: 'session-key-foreign' };
      const credential = await check(assertion, taken);
      if (typeof credential === 'string') return { verified: false, why: credential };
      return { verified: true, credential, evidence: { assertion, salt: taken.salt, thumbprint } };
    },
  };
}
