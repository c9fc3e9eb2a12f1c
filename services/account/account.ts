import type { Pool } from '@continuum/record-database';
import {
  createThrottle,
  createTriedNames,
  hashSecret,
  matchesSecret,
} from '@continuum/registries-credential';
import type { CitizenSignIn } from '@continuum/registries-credential/routes';
import { dayOf } from '@continuum/standards-calendar';
import type { Actor } from '@continuum/trust-access';
import { hasReached } from './age.ts';
import { decidesFor, isInForce, type ProxyGrant } from './proxy.ts';

/** What the account needs to know of a usager, from the register. */
export interface Usager {
  name: string;
  birthDate?: string;
}

export interface AccountsDeps {
  pool: Pool;
  findUsager: (patient: string) => Promise<Usager | undefined>;
  clock?: () => Date;
  /** Names that may be tried in vain in an hour from one address; 20 unless told otherwise. */
  namesPerAddress?: number;
}

export interface Accounts {
  /** Opens an account, or sets the password of the one that has that name for that usager. */
  create(account: { userName: string; password: string; patient: string }): Promise<void>;
  /** Who signs in, with those they act for that day; or why not, for the journal alone. */
  signIn(attempt: { userName: string; password: string; address: string }): Promise<CitizenSignIn>;
  /** Who an account is today, with those they act for; undefined when it may not come in. No secret is asked. */
  personOf(userName: string): Promise<Actor | undefined>;
  /** Records that somebody acts for somebody; the same again changes its level and its end. */
  grant(proxy: ProxyGrant): Promise<void>;
}

interface Account {
  userName: string;
  password: string;
  patient: string;
  state: 'active' | 'suspended' | 'closed';
}

interface Charge {
  id: string;
  readOnly: boolean;
}

const toName = (userName: string): string => userName.trim().toLowerCase();

async function findAccount(pool: Pool, userName: string): Promise<Account | undefined> {
  const text = `SELECT user_name AS "userName", password, patient, state FROM service.account
    WHERE user_name = $1`;
  return (await pool.query<Account>(text, [userName]))[0];
}

const proxiesOf = (pool: Pool, holder: string): Promise<ProxyGrant[]> =>
  pool.query<ProxyGrant>(
    `SELECT holder, usager, basis, level, since, until FROM service.proxy
     WHERE holder = $1 ORDER BY since, usager`,
    [holder],
  );

/** Those a person acts for on a day, the strongest of several titles counting. */
async function charges(deps: AccountsDeps, holder: string, day: string): Promise<Charge[]> {
  const found = new Map<string, Charge>();
  for (const row of await proxiesOf(deps.pool, holder)) {
    const proxy = { ...row, until: row.until ?? undefined };
    const usager = await deps.findUsager(proxy.usager);
    if (!usager || !isInForce(proxy, usager.birthDate, day)) continue;
    const readOnly = !decidesFor(proxy, usager.birthDate, day) && found.get(proxy.usager)?.readOnly !== false;
    found.set(proxy.usager, { id: proxy.usager, readOnly });
  }
  return [...found.values()];
}

function toActor(account: Account, usager: Usager, others: readonly Charge[]): Actor {
  return {
    kind: 'citizen',
    id: `Patient/${account.patient}`,
    name: usager.name,
    profile: 'citizen',
    usagers: [account.patient, ...others.map(charge => charge.id)],
    readsOnly: others.filter(charge => charge.readOnly).map(charge => charge.id),
    credential: { kind: 'password', id: account.userName },
  };
}

/** A person who proved who they are: may they come in today? */
async function admit(deps: AccountsDeps, account: Account, day: string): Promise<CitizenSignIn> {
  if (account.state !== 'active') return { signedIn: false, why: `account-${account.state}` };
  const usager = await deps.findUsager(account.patient);
  if (!usager) return { signedIn: false, why: 'usager-unknown' };
  if (usager.birthDate === undefined || !hasReached(14, usager.birthDate, day))
    return { signedIn: false, why: 'under-14' };
  return { signedIn: true, actor: toActor(account, usager, await charges(deps, account.patient, day)) };
}

/** Citizens' accounts over the database. */
export function createAccounts(deps: AccountsDeps): Accounts {
  const { pool } = deps;
  const clock = deps.clock ?? (() => new Date());
  const throttle = createThrottle(pool, clock);
  const names = createTriedNames(pool, deps.namesPerAddress ?? 20, clock);
  return {
    async create({ userName, password, patient }) {
      const values = [toName(userName), await hashSecret(password), patient];
      await pool.query(
        `INSERT INTO service.account (user_name, password, patient) VALUES ($1, $2, $3)
         ON CONFLICT (user_name) DO UPDATE SET password = $2 WHERE account.patient = $3`,
        values,
      );
    },
    async signIn({ userName, password, address }) {
      const name = toName(userName);
      const subject = `account|${name}|${address}`;
      const attempt = await throttle.take(subject);
      if (!attempt.permitted)
        return { signedIn: false, why: 'wait', retryAfterSeconds: attempt.retryAfterSeconds };
      const tried = await names.take(`account|${name}`, address);
      const account = await findAccount(pool, name);
      const isRight = (await matchesSecret(password, account?.password)) && account !== undefined;
      // Said after the password was looked at, with the same work: a name that is known there answers as any other.
      if (!tried.permitted && !(isRight && tried.known))
        return { signedIn: false, why: 'wait', retryAfterSeconds: tried.retryAfterSeconds };
      if (!isRight || !account) return { signedIn: false, why: 'password-wrong' };
      await names.opened(`account|${name}`, address);
      await throttle.forget(subject);
      return admit(deps, account, dayOf(clock()));
    },
    async personOf(userName) {
      const account = await findAccount(pool, toName(userName));
      const admitted = account && (await admit(deps, account, dayOf(clock())));
      return admitted?.signedIn ? admitted.actor : undefined;
    },
    async grant({ holder, usager, basis, level, since, until }) {
      await pool.query(
        `INSERT INTO service.proxy (holder, usager, basis, level, since, until) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (holder, usager, basis, since) DO UPDATE SET level = $4, until = $6`,
        [holder, usager, basis, level, since, until ?? null],
      );
    },
  };
}
