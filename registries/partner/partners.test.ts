import { testDatabase } from '@continuum/record-database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Application,
  createPartners,
  migrations,
  type Partner,
  type Partners,
  toActor,
} from './index.ts';

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

describe('what an application registers (SMART App Launch 2.2; OAuth 2.1)', () => {
  const application: Application = {
    kind: 'smart-public',
    grantTypes: ['authorization_code', 'refresh_token'],
    scopes: [
      'openid',
      'fhirUser',
      'launch/patient',
      'patient/*.rs',
      'patient/Observation.rs?category=laboratory',
    ],
    launchUrl: 'https://app.example/launch',
    tokenBinding: 'dpop',
  };
  const app: Partner = {
    ...laboratory,
    ...{ clientId: 'app', profile: 'none', senders: [], jwks: { keys: [] } },
    redirectUris: ['https://app.example/back', 'example.app:/back'],
    application,
  };
  const keys = { keys: [{ kty: 'EC' }] };
  const service: Partner = {
    ...app,
    redirectUris: [],
    application: {
      ...{ kind: 'backend-service', grantTypes: ['client_credentials'], scopes: ['system/*.rs'] },
      ...{ jwksUri: 'https://dme.example/keys', tokenBinding: 'dpop' },
    },
  };
  const changed = (base: Partner, more: Partial<Application>, partner: Partial<Partner> = {}): Partner => ({
    ...base,
    ...partner,
    application: { ...base.application!, ...more },
  });

  it('is found as it was registered', async () => {
    await partners.register(app);
    expect(await partners.find('app')).toEqual(app);
    await partners.register(service);
    expect(await partners.find('app')).toEqual(service);
  });

  it.each<[string, Partner, RegExp]>([
    ['keys over http', changed(service, { jwksUri: 'http://dme.example/keys' }), /^jwksUri: .*https/],
    ['keys on this machine', changed(service, { jwksUri: 'http://localhost:9/keys' }), /^jwksUri/],
    ['keys twice', changed(service, {}, { jwks: keys }), /^jwksUri: .*not both/],
    ['a service without keys', changed(service, { jwksUri: undefined }), /^jwks: give/],
    ['keys of a public client', changed(app, {}, { jwks: keys }), /^jwks: a smart-public has no keys/],
    ['no way back', changed(app, {}, { redirectUris: [] }), /^redirectUris: give one/],
    ['a way back over http', changed(app, {}, { redirectUris: ['http://app.example/'] }), /^redirectUris/],
    ['a script as a way back', changed(app, {}, { redirectUris: ['javascript:alert(1)'] }), /^redirectUris/],
    ['a fragment', changed(app, {}, { redirectUris: ['https://a.example/#x'] }), /^redirectUris/],
    ['a system’s scope', changed(app, { scopes: ['system/*.rs'] }), /^scopes: "system/],
    ['a person’s scope', changed(service, { scopes: ['user/*.rs'] }), /^scopes: "user/],
    ['writing for a person', changed(app, { scopes: ['user/*.cruds'] }), /^scopes: .*read/],
    ['a scope of nothing', changed(app, { scopes: ['everything'] }), /^scopes: "everything"/],
    ['the implicit grant', changed(app, { grantTypes: ['implicit' as never] }), /^grantTypes: implicit/],
    ['a launch over http', changed(app, { launchUrl: 'http://app.example' }), /^launchUrl/],
    ['plain bearer tokens', changed(app, { tokenBinding: 'bearer' }), /^tokenBinding: plain/],
    ['a screen without proofs', changed(app, { kind: 'own-screen', tokenBinding: 'mtls' }), /^tokenBinding/],
  ])('is refused, with the field and the mend: %s', async (_title, partner, problem) => {
    await expect(partners.register(partner)).rejects.toThrow(problem);
  });

  it('on this machine, and without proofs, in the demonstration only', async () => {
    const demonstration = createPartners({ service: database.service, demonstration: true });
    await demonstration.register(
      changed(service, { jwksUri: 'http://localhost:9/keys', tokenBinding: 'bearer' }),
    );
    await demonstration.register(changed(app, {}, { redirectUris: ['http://127.0.0.1:9/back'] }));
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
