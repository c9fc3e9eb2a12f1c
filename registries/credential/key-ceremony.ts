import { randomBytes } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import {
  type Assertion,
  type AssertionFailure,
  checkAssertion,
  parseClientData,
} from '@continuum/trust-signature';
import { type Credential, keepSignCount, readCredential } from './credential.ts';

/** Why a key does not open the door; for the journal. */
type CeremonyFailure = AssertionFailure | 'counter-not-greater';

type Verified = { verified: true; credential: Credential } | { verified: false; why: CeremonyFailure };

/** The ceremony of a key: a challenge, and the proof that its holder signed it after being verified by it. */
export interface KeyCeremony {
  challenge(userName: string): Promise<{ challenge: string; credentialId: string }>;
  verify(assertion: Assertion): Promise<Verified>;
}

const lifetime = 120_000;

/** A name that nobody bears gets an answer of the same shape, always the same for that name. */
const insertChallenge = `
  WITH stale AS (DELETE FROM service.key_challenge WHERE expires_at < $3)
  INSERT INTO service.key_challenge (challenge, user_name, expires_at) VALUES ($1, $2, $4)
  RETURNING coalesce(
    (SELECT id FROM service.credential WHERE user_name = $2 AND state IN ('enrolled', 'active', 'suspended')
      ORDER BY state = 'active' DESC, created DESC LIMIT 1),
    (SELECT translate(trim(trailing '=' FROM encode(sha256(convert_to(secret::text || $2, 'UTF8')), 'base64')),
       '+/', '-_') FROM service.credential_decoy)) AS "credentialId"`;

const takeChallenge = `
  DELETE FROM service.key_challenge WHERE challenge = $1
  RETURNING user_name AS "userName", expires_at > $2 AS "inTime"`;

/** The signature counter of the authenticator data (§6.1); a checked assertion has one. */
const signCountOf = ({ response }: Assertion): number =>
  Buffer.from(response.authenticatorData, 'base64url').readUInt32BE(33);

interface Taken {
  userName: string;
  inTime: boolean;
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
  const take = async (challenge: string): Promise<string | undefined> => {
    const rows = await pool.query<Taken>(takeChallenge, [challenge, clock()]);
    return rows[0]?.inTime ? rows[0].userName : undefined;
  };
  return {
    async challenge(userName) {
      const challenge = randomBytes(32).toString('base64url');
      const now = clock();
      const values = [challenge, userName, now, new Date(now.getTime() + lifetime)];
      const rows = await pool.query<{ credentialId: string }>(insertChallenge, values);
      return { challenge, credentialId: rows[0]!.credentialId };
    },
    async verify(assertion) {
      const client = parseClientData(assertion);
      if (client === undefined) return { verified: false, why: 'malformed' };
      const userName = await take(client.challenge);
      if (userName === undefined) return { verified: false, why: 'challenge-unknown' };
      const credential = await readCredential(pool, assertion.id, clock());
      if (credential?.userName !== userName) return { verified: false, why: 'credential-unknown' };
      if (!credential.counts) return { verified: false, why: 'credential-not-active' };
      const why = checkAssertion(assertion, credential.publicKey, origins);
      if (why !== undefined) return { verified: false, why };
      if (!(await keepSignCount(pool, credential.id, signCountOf(assertion))))
        return { verified: false, why: 'counter-not-greater' };
      return { verified: true, credential };
    },
  };
}
