import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '@continuum/record-database';
import { platformActor } from '@continuum/trust-access';
import { type Assertion, toCredentialId } from '@continuum/trust-signature';
import type { Authority } from './authority/authority.ts';
import { endsBy } from './authority/certificate-store.ts';
import { findCredentials, registerCredential } from './credential.ts';
import { createTriedNames } from './limit/tried-names.ts';
import { hashSecret, matchesSecret } from './secret.ts';
import { generateSoftwareKey, signAssertion } from './software-key.ts';
import { createThrottle } from './throttle.ts';

type Signed =
  | { signed: true; assertion: Assertion }
  | { signed: false; why: 'pin-wrong' }
  | { signed: false; why: 'wait'; retryAfterSeconds: number };

/** The software keys of the demonstration: what lies on a clinician's desk elsewhere. */
export interface DemonstrationKeys {
  /** Makes or keeps the key of a demonstration person, sets its PIN, and enrols its public half. */
  enrol(person: { userName: string; holder: string; name: string; pin: string }): Promise<void>;
  /** Signs a challenge for the right PIN. Five wrong PINs from an address: that key waits a minute for it. */
  sign(request: { userName: string; challenge: string; pin: string; address: string }): Promise<Signed>;
}

interface Deps {
  pool: Pool;
  authority: Authority;
  folder: string;
  origin: string;
  clock?: () => Date;
  /** Names that may be tried in vain in an hour from one address; 20 unless told otherwise. */
  namesPerAddress?: number;
}

interface Certified {
  id: string;
  userName: string;
  holder: string;
  name: string;
  publicKey: JsonWebKey;
}

interface KeyFile {
  privateKey: JsonWebKey;
  pin: string;
}

const isPlainName = (userName: string): boolean => /^[a-z0-9][a-z0-9-]{0,63}$/.test(userName);

async function readKey(folder: string, userName: string): Promise<KeyFile | undefined> {
  if (!isPlainName(userName)) return undefined;
  try {
    return JSON.parse(await readFile(join(folder, `${userName}.json`), 'utf8')) as KeyFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The demonstration key of ${userName} cannot be read.`, { cause: error });
  }
}

async function keepKey(folder: string, userName: string, key: KeyFile): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${userName}.json`);
  await writeFile(`${path}.new`, JSON.stringify(key), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

const publicHalf = ({ kty, crv, x, y }: JsonWebKey): JsonWebKey => ({ kty, crv, x, y });

/** A certificate is kept while it has a month to live, and made otherwise; one that was revoked stays revoked. */
const margin = 30 * 86_400_000;

function certifierOf({ pool, authority, clock = () => new Date() }: Deps) {
  const origin = { request: 'demonstration', address: 'local', channel: 'demo' };
  return async (person: Certified): Promise<string> => {
    const { id, userName, holder, name, publicKey } = person;
    const known = (await findCredentials(pool, userName)).find(credential => credential.id === id);
    const later = new Date(clock().getTime() + margin);
    const kept = known?.certificate;
    if (kept && !(await endsBy(pool, kept, later))) return kept;
    const spki = createPublicKey({ key: publicKey, format: 'jwk' }).export({ type: 'spki', format: 'der' });
    const request = { profile: 'person', subject: holder, name, publicKey: spki } as const;
    return (await authority.issue(request, { actor: platformActor, origin })).serial;
  };
}

/**
 * Opens the folder of the demonstration's keys. Never called when `CONTINUUM_DEMO` is 0.
 * @param deps.folder `$CONTINUUM_DATA/demo/keys`
 * @param deps.origin the origin of the screens: what the browser would have told a hardware key.
 */
export function createDemonstrationKeys(deps: Deps): DemonstrationKeys {
  const { pool, folder, origin } = deps;
  const throttle = createThrottle(pool, deps.clock);
  const names = createTriedNames(pool, deps.namesPerAddress ?? 20, deps.clock);
  const certify = certifierOf(deps);
  return {
    async enrol({ userName, holder, name, pin }) {
      if (!isPlainName(userName)) throw new Error(`${userName} is not a demonstration user name.`);
      const kept = await readKey(folder, userName);
      const privateKey = kept?.privateKey ?? generateSoftwareKey().privateKey;
      if (kept === undefined || !(await matchesSecret(pin, kept.pin)))
        await keepKey(folder, userName, { privateKey, pin: await hashSecret(pin) });
      const id = toCredentialId(privateKey);
      const publicKey = publicHalf(privateKey);
      const certificate = await certify({ id, userName, holder, name, publicKey });
      await registerCredential(pool, { id, userName, holder, kind: 'software', publicKey, certificate });
    },
    async sign({ userName, challenge, pin, address }) {
      const subject = `demonstration-key|${userName}|${address}`;
      const attempt = await throttle.take(subject);
      if (!attempt.permitted)
        return { signed: false, why: 'wait', retryAfterSeconds: attempt.retryAfterSeconds };
      const tried = await names.take(`demonstration-key|${userName}`, address);
      const key = await readKey(folder, userName);
      const isRight = (await matchesSecret(pin, key?.pin)) && key !== undefined;
      if (!tried.permitted && !(isRight && tried.known))
        return { signed: false, why: 'wait', retryAfterSeconds: tried.retryAfterSeconds };
      if (!isRight || key === undefined) return { signed: false, why: 'pin-wrong' };
      await names.opened(`demonstration-key|${userName}`, address);
      await throttle.forget(subject);
      return { signed: true, assertion: signAssertion(key.privateKey, challenge, origin) };
    },
  };
}
