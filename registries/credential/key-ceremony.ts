import { hash, randomBytes } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import {
  type Assertion,
  type AssertionFailure,
  checkAssertion,
  parseClientData,
} from '@continuum/trust-signature';
import { type Credential, keepSignCount, keyCounts, readCredential } from './credential.ts';
import { signCountOf } from './sign-count.ts';

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
  /** The keys that may sign, any of them, among ids that are nobody's: `allowCredentials` of WebAuthn. */
  credentialIds: string[];
}

const lifetime = 120_000;

/** What a key is asked to sign: base64url of the SHA-256 of the salt, as text, and the thumbprint. */
const toChallenge = (salt: string, thumbprint: string): string =>
  hash('sha256', `${salt}${thumbprint}`, 'base64url');

/**
 * Ids that are nobody's, of the lengths that keys have, always the same for a name: `$2`, and how many are wanted. They
 * fill a list up to four (eight, twelve), so that it tells neither whether somebody bears the name nor how many keys
 * they have.
 */
const decoys = `
  SELECT translate(encode(substring(made.bytes FOR 32 + 16 * (get_byte(made.bytes, 0) % 3)), 'base64'), E'+/=\\n', '-_')
    FROM service.credential_decoy, mine,
         LATERAL generate_series(1, CASE mine.count WHEN 0 THEN 4 ELSE (4 - mine.count % 4) % 4 END) AS place,
         LATERAL (SELECT sha512(convert_to(concat_ws('|', secret, place, $2), 'UTF8'))) AS made (bytes)`;

/** Every key of that name that opens the door now, in an order that tells nothing of which. */
const insertChallenge = `
  WITH stale AS (DELETE FROM service.key_challenge WHERE expires_at < $3),
  own AS (
    SELECT c.id FROM service.credential c JOIN service.certificate t ON t.serial = c.certificate
     WHERE c.user_name = $2 AND ${keyCounts('c', 't', '$3')}),
  mine AS (SELECT count(*)::int AS count FROM own),
  offered (id) AS (SELECT id FROM own UNION ALL (${decoys}))
  INSERT INTO service.key_challenge (challenge, user_name, expires_at, salt, jkt) VALUES ($1, $2, $4, $5, $6)
  RETURNING ARRAY(
    SELECT o.id FROM offered o, service.credential_decoy ORDER BY sha256(convert_to(secret || o.id, 'UTF8'))
  ) AS "credentialIds"`;

const takeChallenge = `
  DELETE FROM service.key_challenge WHERE challenge = $1
  RETURNING user_name AS "userName", expires_at > $2 AS "inTime", salt, jkt`;

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
      const rows = await pool.query<{ credentialIds: string[] }>(insertChallenge, values);
      return { challenge, salt, credentialIds: rows[0]!.credentialIds };
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
