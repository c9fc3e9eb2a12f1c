import type { Actor, Profile } from '@continuum/trust-access';
import { toOverrideEvent, toRestrictionConsent } from '@continuum/trust-consent';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RealApplication, realApplication } from './testing/real-application.ts';

const roy: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/roy', name: 'Dre Roy', profile: 'physician' },
  ...{ session: 's1', credential: { kind: 'key', id: 'k' } },
};
const profiles: Profile[] = [
  ...(['hospital-system', 'emr-system', 'laboratory-system', 'pharmacy-system'] as const),
  ...(['imaging-system', 'patient-registry-feed'] as const),
];

/** What a signed override is, to the byte, but for its signature. */
const event = () => {
  const opened = new Date();
  return {
    ...toOverrideEvent(
      {
        ...{ usager: 'here', practitioner: roy.id, name: roy.name, danger: 'life', noConsent: 'unconscious' },
        ...{ reason: 'Perte de conscience à l’urgence', opened },
        until: new Date(opened.getTime() + 3_600_000),
      },
      { danger: 'Danger pour la vie', noConsent: 'La personne ne peut pas s’exprimer' },
    ),
    meta: { profile: ['https://continuum.health/fhir/StructureDefinition/continuum-override'] },
  };
};

let world: RealApplication;
beforeAll(async () => {
  world = await realApplication();
  const kept = {
    ...{ usager: 'here', consent: 'kept', active: true, start: new Date('2026-01-01'), anyone: false },
    ...{ practitioners: [roy.id], profiles: [], everything: true, domains: [], resources: [] },
  };
  for (const resource of [
    { resourceType: 'Patient', id: 'here' },
    {
      ...{ resourceType: 'Observation', id: 'one', status: 'final', code: { text: 'Potassium' } },
      category: [{ coding: [{ code: 'laboratory' }] }],
      ...{ subject: { reference: 'Patient/here' }, effectiveDateTime: '2026-01-10' },
    },
    toRestrictionConsent(kept, new Date('2026-01-01')),
  ])
    expect((await world.ask('PUT', `/${resource.resourceType}/${resource.id}`, resource)).statusCode).toBe(
      201,
    );
}, 60_000);
afterAll(() => world?.close());

const look = (of: 'TREAT' | 'BTG') =>
  world.rooms.gate
    .open(roy, { of }, { request: 'r', address: '::1', channel: 'api' })
    .read('Observation', 'one');

describe('an override is what a person signed, and nothing that comes by FHIR (R-22.1)', () => {
  it('there is something to override', async () => {
    expect((await look('TREAT')).outcome).toBe('not-found');
    expect(await look('BTG')).toMatchObject({ decision: { denial: 'override-missing' } });
  });

  it.each(profiles)(
    'a %s may send the same AuditEvent in every way there is: nothing opens',
    async profile => {
      const authorization = await world.admit({ clientId: `of-${profile}`, name: profile, profile });
      const send = (method: 'POST' | 'PUT', path: string, body: object) =>
        world.ask(method, path, body, { authorization });
      const id = `by-${profile}`;
      const entry = (method: string, url: string, more: object = {}) => ({
        ...{ resource: { ...event(), ...more }, request: { method, url } },
      });
      const answers = [
        await send('POST', '/AuditEvent', event()),
        await send('PUT', `/AuditEvent/${id}`, { ...event(), id }),
        await send('POST', '', {
          ...{ resourceType: 'Bundle', type: 'transaction', entry: [entry('POST', 'AuditEvent')] },
        }),
        await send('POST', '', {
          ...{ resourceType: 'Bundle', type: 'batch' },
          entry: [entry('PUT', `AuditEvent/${id}-b`, { id: `${id}-b` })],
        }),
      ];
      const [created, , , batch] = answers.map(({ statusCode }) => statusCode);
      // A hospital sends its own trail; the others may not, and neither opens anything.
      expect(created).toBe(profile === 'hospital-system' ? 201 : 403);
      expect(batch).toBe(200);
      const rows = await world.database.asOwner('SELECT id FROM record.override');
      expect(rows).toEqual([]);
      expect(await look('BTG')).toMatchObject({ decision: { denial: 'override-missing' } });
    },
  );
});
