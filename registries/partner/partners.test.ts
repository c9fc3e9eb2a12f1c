import { testDatabase } from '@continuum/record-database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPartners, migrations, type Partner, type Partners, toActor } from './index.ts';

const laboratory: Partner = {
  clientId: 'labo-demo',
  name: 'Laboratoire de démonstration',
  organization: { id: 'labo', name: 'CHUS' },
  profile: 'laboratory-system',
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', kid: '1' }] },
  registersUsagers: false,
  redirectUris: [],
  state: 'active',
  senders: [
    { application: 'SIL', facility: '' },
    { application: 'SIL', facility: 'SUD' },
  ],
};
const south: Partner = {
  ...laboratory,
  clientId: 'labo-sud',
  name: 'Laboratoire Sud',
  senders: [{ application: 'SIL-2', facility: 'SUD' }],
};

let database: Awaited<ReturnType<typeof testDatabase>>;
let partners: Partners;

beforeAll(async () => {
  database = await testDatabase([migrations]);
  partners = createPartners({ service: database.service });
  await partners.register(laboratory);
  await partners.register(south);
});
afterAll(() => database.drop());

describe('the registry of partners', () => {
  it('returns a system as it was registered', async () => {
    expect(await partners.find('labo-demo')).toEqual(laboratory);
    expect(await partners.find('nobody')).toBeUndefined();
    expect((await partners.list()).map(({ clientId }) => clientId)).toEqual(['labo-demo', 'labo-sud']);
  });

  it('knows a sender by application and facility, or by application alone', async () => {
    expect((await partners.bySender('SIL-2', 'SUD'))?.clientId).toBe('labo-sud');
    expect((await partners.bySender('SIL', 'anything'))?.clientId).toBe('labo-demo');
    expect(await partners.bySender('SIL-2', 'NORD')).toBeUndefined();
  });

  it('knows no other sender, except in the demonstration', async () => {
    expect(await partners.bySender('X', 'Y')).toBeUndefined();
    const demonstration = createPartners({ service: database.service, unknownSender: 'labo-demo' });
    expect((await demonstration.bySender('X', 'Y'))?.clientId).toBe('labo-demo');
  });

  it('replaces what it knows of a system that registers again', async () => {
    const again = { ...south, name: 'Laboratoire du Sud', senders: [{ application: 'SIL-3', facility: '' }] };
    await partners.register(again);
    expect(await partners.find('labo-sud')).toEqual(again);
    expect(await partners.bySender('SIL-2', 'SUD')).toBeUndefined();
  });

  it('does not answer to the messages of a suspended system', async () => {
    expect(await partners.setState('labo-demo', 'suspended')).toBe(true);
    expect(await partners.bySender('SIL', 'SUD')).toBeUndefined();
    expect((await partners.find('labo-demo'))?.state).toBe('suspended');
    expect(await partners.setState('nobody', 'suspended')).toBe(false);
  });
});

it('a partner at the door is a system that acts for its organization', () => {
  expect(toActor(laboratory, { kind: 'client-assertion', id: '1' })).toEqual({
    kind: 'system',
    id: 'Device/labo-demo',
    name: 'Laboratoire de démonstration',
    profile: 'laboratory-system',
    organization: { id: 'labo', name: 'CHUS' },
    source: { id: 'labo-demo', registersUsagers: false },
    credential: { kind: 'client-assertion', id: '1' },
  });
});
