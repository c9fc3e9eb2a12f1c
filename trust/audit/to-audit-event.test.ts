import { describe, expect, it } from 'vitest';
import type { JournalEntry } from './entry.ts';
import { toAuditEvent } from './to-audit-event.ts';

const entry: JournalEntry = {
  id: '0190a0b0-0000-7000-8000-000000000001',
  at: '2026-03-01T12:00:00.000Z',
  who: {
    reference: 'Practitioner/p1',
    name: 'Dre Anne Roy',
    profile: 'physician',
    kind: 'practitioner',
    organization: { id: 'o1', name: 'Clinique du Parc' },
    credential: { kind: 'key', id: 'k1' },
  },
  purpose: { of: 'TREAT' },
  action: 'search',
  outcome: 'success',
  channel: 'api',
  address: '192.0.2.7',
  request: 'r1',
  query: { type: 'Observation', text: 'patient=u1&code=é' },
  usager: 'u1',
  domains: ['laboratory'],
};
const observer = { reference: 'Device/continuum', address: 'https://continuum.example' };
const rest = 'http://hl7.org/fhir/restful-interaction';

describe('an entry as an AuditEvent (IHE BALP)', () => {
  it('of a search on one person is a PatientQuery, with the query as it was asked', () => {
    const event = toAuditEvent(entry, observer);
    expect(event.meta?.profile).toEqual([
      'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientQuery',
    ]);
    expect(event).toMatchObject({ action: 'E', outcome: '0', subtype: [{ system: rest, code: 'search' }] });
    expect(event.entity).toMatchObject([
      { what: { reference: 'Patient/u1' }, role: { code: '1' } },
      { role: { code: '24' }, query: Buffer.from('patient=u1&code=é').toString('base64') },
      { what: { identifier: { value: 'r1' } } },
    ]);
  });

  it('of a remote access says from where, and by which declaration', () => {
    const declaration = '11111111-1111-4111-8111-111111111111';
    const who = { ...entry.who, remote: { at: 'home', declaration } as const };
    expect(toAuditEvent({ ...entry, who }, observer).agent).toMatchObject([
      {},
      {},
      { location: { display: expect.stringContaining('Domicile') }, policy: [`urn:uuid:${declaration}`] },
    ]);
    const undeclared = { ...entry.who, remote: { at: 'undeclared' } as const };
    const [, , user] = toAuditEvent({ ...entry, who: undeclared }, observer).agent as object[];
    expect(user).not.toHaveProperty('policy');
    expect(toAuditEvent(entry, observer)).not.toHaveProperty('agent[2].location');
  });

  it.each([
    ['read', undefined, 'PatientRead', 'R', '110152'],
    ['read', 'vread', 'PatientRead', 'R', '110152'],
    ['write', 'create', 'PatientCreate', 'C', '110153'],
    ['write', 'update', 'PatientUpdate', 'U', '110153'],
    ['write', 'delete', 'PatientDelete', 'D', '110153'],
  ] as const)('of a %s (%s) of one resource is a %s', (action, interaction, profile, code, client) => {
    const resources = ['Observation/1'];
    const event = toAuditEvent({ ...entry, action, interaction, resources, query: undefined }, observer);
    expect(event.meta?.profile?.[0]).toMatch(new RegExp(`BasicAudit\\.${profile}$`));
    expect(event.action).toBe(code);
    expect(event.agent).toMatchObject([
      { type: { coding: [{ code: client }] }, network: { address: '192.0.2.7' } },
      {},
      { name: 'Dre Anne Roy', requestor: true, purposeOfUse: [{ coding: [{ code: 'TREAT' }] }] },
    ]);
  });

  it.each([
    ['TREAT', 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'treatment'],
    ['HCOMPL', 'http://terminology.hl7.org/CodeSystem/v3-ActReason', 'health compliance'],
    [
      'INTERPRET',
      'https://continuum.health/fhir/CodeSystem/purpose-of-use',
      'interpretation of a new imaging exam',
    ],
  ] as const)('of the purpose %s says it of the event and of who asked', (of, system, display) => {
    const event = toAuditEvent({ ...entry, purpose: { of } }, observer);
    const purpose = [{ coding: [{ system, code: of, display }] }];
    expect(event.purposeOfEvent).toEqual(purpose);
    expect(event.agent).toMatchObject([{}, {}, { purposeOfUse: purpose }]);
  });

  it('of a purpose that is a code no more keeps it as text', () => {
    const event = toAuditEvent({ ...entry, purpose: { of: 'OLD' as 'TREAT' } }, observer);
    expect(event.purposeOfEvent).toEqual([{ text: 'OLD' }]);
  });

  it('of a denied attempt claims no pattern, and says why it failed', () => {
    const event = toAuditEvent({ ...entry, outcome: 'denied', reason: 'domain-not-allowed' }, observer);
    expect(event.meta).toBeUndefined();
    expect(event).toMatchObject({ outcome: '4', outcomeDesc: 'domain-not-allowed' });
  });
});
