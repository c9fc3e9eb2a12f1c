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

  test('is, without a secret, who the registers say today', async () => {
    expect(await accounts.personOf('Mere-Demo')).toMatchObject({
      id: 'Patient/mere',
      usagers: ['mere', 'enfant'],
    });
    expect(await accounts.personOf('enfant-demo')).toBeUndefined();
    expect(await accounts.personOf('personne')).toBeUndefined();
  });
});
