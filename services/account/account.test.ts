import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations as credentialMigrations } from '@continuum/registries-credential';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Accounts, createAccounts, migrations, type Usager } from './index.ts';

const usagers: Record<string, Usager> = {
  mere: { name: 'Mère Démo', birthDate: '1985-02-03' },
  enfant: { name: 'Enfant Démo', birthDate: '2017-05-05' },
  ado: { name: 'Ado Démo', birthDate: '2011-05-05' },
  usager: { name: 'Usager Démo', birthDate: '1960-01-01' },
  aidant: { name: 'Aidant Démo', birthDate: '1962-01-01' },
};
const address = '127.0.0.1';
let now = new Date('2026-11-02T12:00:00Z');
let database: TestDatabase;
let accounts: Accounts;

beforeAll(async () => {
  database = await testDatabase([credentialMigrations, migrations]);
  const findUsager = async (id: string) => usagers[id];
  accounts = createAccounts({ pool: database.service, findUsager, clock: () => now });
  for (const patient of Object.keys(usagers))
    await accounts.create({ userName: `${patient}-demo`, password: `secret de ${patient}`, patient });
  const since = '2020-01-01';
  const parental = { holder: 'mere', basis: 'parental-authority', level: 'full', since } as const;
  await accounts.grant({ ...parental, usager: 'enfant' });
  await accounts.grant({ ...parental, usager: 'ado' });
  await accounts.grant({ holder: 'aidant', usager: 'usager', basis: 'granted', level: 'read-only', since });
});
afterAll(() => database?.drop());

const signIn = (userName: string, password: string, from = address) =>
  accounts.signIn({ userName, password, address: from });

describe('a citizen signs in', () => {
  test('a mother acts for her child of 9, no longer for the one of 15', async () => {
    const result = await signIn(' Mere-Demo ', 'secret de mere');
    expect(result).toMatchObject({
      signedIn: true,
      actor: { id: 'Patient/mere', name: 'Mère Démo', usagers: ['mere', 'enfant'], readsOnly: [] },
    });
  });

  test('a proxy with read-only access sees and does not decide', async () => {
    const result = await signIn('aidant-demo', 'secret de aidant');
    expect(result).toMatchObject({ actor: { usagers: ['aidant', 'usager'], readsOnly: ['usager'] } });
  });

  test('a person of 15 signs in alone; a child of 9 has no account of their own', async () => {
    expect(await signIn('ado-demo', 'secret de ado')).toMatchObject({ actor: { usagers: ['ado'] } });
    expect(await signIn('enfant-demo', 'secret de enfant')).toEqual({ signedIn: false, why: 'under-14' });
  });

  test('an unknown name and a wrong password are told the same', async () => {
    const wrong = { signedIn: false, why: 'password-wrong' };
    expect(await signIn('usager-demo', 'faux')).toEqual(wrong);
    expect(await signIn('personne', 'faux')).toEqual(wrong);
  });

  test('creating an account again with another usager leaves the first as it is', async () => {
    await accounts.create({ userName: 'usager-demo', password: 'intrus', patient: 'aidant' });
    expect(await signIn('usager-demo', 'intrus')).toMatchObject({ signedIn: false });
  });

  test('whoever guesses waits; the owner, elsewhere, does not', async () => {
    for (let i = 0; i < 5; i++) await signIn('usager-demo', 'faux', '192.0.2.9');
    const waiting = await signIn('usager-demo', 'secret de usager', '192.0.2.9');
    expect(waiting).toEqual({ signedIn: false, why: 'wait', retryAfterSeconds: 60 });
    expect(await signIn('usager-demo', 'secret de usager')).toMatchObject({ signedIn: true });
    now = new Date(now.getTime() + 61_000);
    expect(await signIn('usager-demo', 'secret de usager', '192.0.2.9')).toMatchObject({ signedIn: true });
  });

  describe('one password tried on many names from one address', () => {
    let four: Accounts;
    beforeAll(() => {
      const findUsager = async (id: string) => usagers[id];
      four = createAccounts({ pool: database.service, findUsager, clock: () => now, namesPerAddress: 4 });
    });
    const signIn = (userName: string, password: string, from: string) =>
      four.signIn({ userName, password, address: from });
    const spray = (from: string, count = 4, of = 'personne') =>
      Promise.all(Array.from({ length: count }, (_, at) => signIn(`${of}-${at}`, 'Automne2026!', from)));
    const waits = { signedIn: false, why: 'wait', retryAfterSeconds: expect.any(Number) };

    test('is stopped after so many names, also tried together: the next waits, be it right, and be it anybody’s', async () => {
      const answers = await spray('192.0.2.20', 8);
      expect(answers.filter(({ signedIn }) => !signedIn)).toHaveLength(8);
      expect(answers.filter(answer => !answer.signedIn && answer.why === 'password-wrong')).toHaveLength(4);
      expect(await signIn('mere-demo', 'secret de mere', '192.0.2.20')).toEqual(waits);
      expect(await signIn('personne', 'faux', '192.0.2.20')).toEqual(waits);
    });

    test('elsewhere, and an hour later, nobody waits', async () => {
      await spray('192.0.2.21');
      expect(await signIn('mere-demo', 'secret de mere', '192.0.2.22')).toMatchObject({ signedIn: true });
      expect(await signIn('mere-demo', 'secret de mere', '192.0.2.21')).toEqual(waits);
      now = new Date(now.getTime() + 3_601_000);
      expect(await signIn('mere-demo', 'secret de mere', '192.0.2.21')).toMatchObject({ signedIn: true });
    });

    test('locks out nobody who signed in from there, and tells by no other answer who did', async () => {
      await signIn('mere-demo', 'secret de mere', '192.0.2.23');
      await spray('192.0.2.23');
      expect(await signIn('mere-demo', 'faux', '192.0.2.23')).toEqual(waits);
      expect(await signIn('personne', 'faux', '192.0.2.23')).toEqual(waits);
      expect(await signIn('mere-demo', 'secret de mere', '192.0.2.23')).toMatchObject({ signedIn: true });
      now = new Date(now.getTime() + 31 * 86_400_000);
      await spray('192.0.2.23', 4, 'autre');
      expect(await signIn('mere-demo', 'secret de mere', '192.0.2.23')).toEqual(waits);
    });

    test('is one household’s over IPv6, and keeps no name that was typed', async () => {
      for (let at = 0; at < 4; at++) await signIn(`voisin-${at}`, 'x', `2001:db8:1:2::${at}`);
      expect(await signIn('mere-demo', 'secret de mere', '2001:db8:1:2:ffff::1')).toEqual(waits);
      expect(await signIn('mere-demo', 'secret de mere', '2001:db8:1:3::1')).toMatchObject({
        signedIn: true,
      });
      const kept = await database.service.query(`SELECT name::text, network FROM service.tried_name`);
      expect(JSON.stringify(kept)).not.toMatch(/voisin|mere|personne/);
    });

    test('one name tried many times is one name: its holder alone waits', async () => {
      for (let at = 0; at < 6; at++) await signIn('usager-demo', 'faux', '192.0.2.24');
      expect(await signIn('mere-demo', 'secret de mere', '192.0.2.24')).toMatchObject({ signedIn: true });
    });
  });

  test('is, without a secret, who the registers say today', async () => {
    expect(await accounts.personOf('Mere-Demo')).toMatchObject({
      id: 'Patient/mere',
      usagers: ['mere', 'enfant'],
    });
    expect(await accounts.personOf('enfant-demo')).toBeUndefined();
    expect(await accounts.personOf('personne')).toBeUndefined();
  });
});
