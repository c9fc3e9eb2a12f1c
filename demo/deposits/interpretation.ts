import type { Resource } from '@continuum/standards-fhir';
import { type Chart, openChart, subject } from '../resources/chart.ts';
import { examinationOf } from '../resources/examination.ts';
import { toImaging } from '../resources/to-imaging.ts';
import { displayName, toPractitioner, toPractitionerRole } from '../territory/practitioner.ts';
import type { Territory } from '../territory/territory.ts';
import { clinicalBundle, type DemoDeposit, put, transaction } from './bundles.ts';

type Exam = Parameters<typeof examinationOf>[0];

/** A chest radiograph of two years ago, with its report; another of yesterday, to be interpreted. */
const earlier: Exam = { kind: 'exam', exam: 'chest', daysAgo: 730, variant: 1 };
const recent: Exam = { kind: 'exam', exam: 'chest', daysAgo: 1, variant: 0 };

const toStudy = (event: Exam, chart: Chart, more: object = {}): Resource => {
  const { exam, study, started } = examinationOf(event, chart);
  return {
    resourceType: 'ImagingStudy',
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
    status: 'available',
    modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: exam.modality }],
    description: exam.name,
    subject,
    started,
    ...more,
  };
};

/**
 * What the radiologist of the cast works on: a new exam of somebody who refused, which names her, and an earlier one
 * (P-9.0001: the interpretation exception). With her own entry in the register, for a territory that was loaded before her.
 */
export function interpretationDeposits(territory: Territory, today: Date): DemoDeposit[] {
  const radiologist = territory.practitioners.find(({ userName }) => userName === 'radiologiste-demo')!;
  const person = territory.people.find(({ role }) => role === 'refus-demo')!;
  const chart = openChart(person, territory, today);
  const interpreter = [{ reference: `Practitioner/${radiologist.id}`, display: displayName(radiologist) }];
  const resources = [
    toStudy(earlier, chart),
    toImaging(earlier, chart),
    toStudy(recent, chart, { interpreter }),
  ].map((resource, index) => ({ resource, url: `urn:uuid:00000000-0000-4000-8000-00000000010${index}` }));
  return [
    {
      client: 'hopital-demo',
      key: 'demo/registry/radiologiste-demo',
      bundle: transaction([toPractitioner(radiologist), toPractitionerRole(radiologist)].map(put)),
    },
    {
      client: 'imagerie-demo',
      key: `demo/${person.id}/imagerie-demo/interpretation`,
      bundle: clinicalBundle(person, resources),
    },
  ];
}
