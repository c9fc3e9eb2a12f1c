import { testDatabase } from '@continuum/record-database/testing';
import type { Resource } from '@continuum/standards-fhir';
import type { Sight } from '@continuum/trust-access';
import { createStore, migrations } from '../index.ts';

export const all: Sight = {
  domains: ['identity', 'registry', 'medication', 'laboratory', 'imaging', 'summary', 'directive', 'journal'],
  usagers: 'any',
  refusal: 'own',
};
export const now = new Date('2026-03-01T12:00:00Z');
export const loinc = 'http://loinc.org';
const lab = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
];

const glucose = (id: string, patient: string, date: string, value: number, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: lab,
  code: { coding: [{ system: loinc, code: '2345-7', display: 'Glucose' }], text: 'Glycémie' },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: date,
  valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  ...more,
});

const territory: (Resource & { id: string })[] = [
  {
    resourceType: 'Patient',
    id: 'helene',
    active: true,
    meta: { tag: [{ system: 'urn:t', code: 'demo' }], profile: ['http://example.org/p|1.0'] },
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'JHN' }] },
        system: 'urn:nam',
        value: 'TREH12345678',
      },
    ],
    name: [{ family: 'Tremblay', given: ['Hélène', 'Marie'] }],
    gender: 'female',
    birthDate: '1980-05-17',
    generalPractitioner: [{ reference: 'Practitioner/roy' }],
  },
  {
    resourceType: 'Patient',
    id: 'luc',
    text: {
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml">Va à la <b>Crèche</b></div>',
    },
    active: false,
    name: [{ family: 'Tremblay-Gagnon', given: ['Luc'] }],
    gender: 'male',
    birthDate: '1975',
  },
  { resourceType: 'Patient', id: 'anna', name: [{ family: 'Østergård', given: ['Anna'] }], gender: 'female' },
  {
    resourceType: 'Practitioner',
    id: 'roy',
    name: [{ family: 'Roy' }],
    identifier: [{ system: 'urn:cmq', value: '9' }],
  },
  {
    resourceType: 'Encounter',
    id: 'visit',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/helene' },
    period: { start: '2026-01-10T09:00:00Z', end: '2026-01-10T10:00:00Z' },
  },
  glucose('g1', 'helene', '2026-01-10T09:30:00Z', 5.4, {
    encounter: { reference: 'Encounter/visit' },
    performer: [{ reference: 'Practitioner/roy' }],
  }),
  glucose('g2', 'helene', '2026-02-10', 7.8),
  glucose('g3', 'luc', '2025-12', 11),
  {
    resourceType: 'Observation',
    id: 'undated',
    status: 'preliminary',
    code: { text: 'Note' },
    subject: { reference: 'Patient/luc' },
  },
  {
    resourceType: 'Observation',
    id: 'pressure',
    status: 'final',
    code: { coding: [{ system: loinc, code: '85354-9' }] },
    subject: { reference: 'Patient/luc', identifier: { system: 'urn:nam', value: 'GAGL' } },
    effectivePeriod: { start: '2026-01-01' },
    component: [
      {
        code: { coding: [{ system: loinc, code: '8480-6' }] },
        valueQuantity: { value: 150, code: 'mm[Hg]', system: 'http://unitsofmeasure.org' },
      },
      {
        code: { coding: [{ system: loinc, code: '8462-4' }] },
        valueQuantity: { value: 90, code: 'mm[Hg]', system: 'http://unitsofmeasure.org' },
      },
    ],
  },
  {
    resourceType: 'DiagnosticReport',
    id: 'report',
    status: 'final',
    category: lab,
    code: { text: 'Bilan' },
    subject: { reference: 'Patient/helene' },
    result: [{ reference: 'Observation/g1' }, { reference: 'Observation/g2' }],
  },
  {
    resourceType: 'Provenance',
    id: 'origin',
    target: [{ reference: 'Observation/g1' }],
    recorded: '2026-01-10T10:00:00Z',
  },
  { resourceType: 'ValueSet', id: 'vs1', status: 'active', url: 'http://example.org/fhir/ValueSet/a' },
  { resourceType: 'ValueSet', id: 'vs2', status: 'active', url: 'http://example.org/fhir' },
  {
    resourceType: 'RiskAssessment',
    id: 'risk',
    status: 'final',
    subject: { reference: 'Patient/luc' },
    prediction: [{ probabilityDecimal: 0.25 }],
  },
];

export const parametersOf = (query: string): [string, string][] => [
  ...new URLSearchParams(query.replaceAll('+', '%2B')),
];

/** `Patient?name=x` as a type and what is asked of it. */
export function typeAndRest(query: string): [string | undefined, string] {
  const [type, rest = ''] = query.split(/\?(.*)/s) as [string, string?];
  return [type || undefined, rest];
}

/** The store with the territory in it, and how the cases ask it. */
export async function askedStore() {
  const database = await testDatabase([migrations]);
  const store = createStore(database.record);
  const changes = territory.map(resource => ({ verb: 'upsert', resource }) as const);
  const outcome = await database.record.transaction(tx => store.write(tx, changes, { now }));
  if (outcome.outcome !== 'written') throw new Error(JSON.stringify(outcome));
  const search = async (query: string) => {
    const [type, rest] = typeAndRest(query);
    const found = await store.search(all, type, parametersOf(rest), { now, handling: 'strict' });
    if (found.outcome === 'invalid') throw new Error(found.issues.map(issue => issue.diagnostics).join(' '));
    return found;
  };
  return {
    ...{ database, store, search },
    /** Ids in the order that they are found; what comes along has a plus. */
    ids: async (query: string): Promise<string> =>
      (await search(query)).entries.map(({ id, mode }) => (mode === 'match' ? id : `+${id}`)).join(' '),
  };
}

export type AskedStore = Awaited<ReturnType<typeof askedStore>>;
