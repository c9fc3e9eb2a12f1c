import { formatPersonName, type Instance } from '@continuum/standards-dicom';
import type { CodeableConcept, Identifier, Resource } from '@continuum/standards-fhir';
import { toCodeableConcept } from './code.ts';
import { derivedId } from './derived-id.ts';
import { toDateTime } from './moment.ts';

/** What the mapper needs to know of this installation. */
export interface ImagingOptions {
  /** Public address of the DICOMweb door. */
  wadoRoot: string;
  /** IANA zone of equipment that does not say its own. */
  zone: string;
}

interface StudyInstance {
  uid: string;
  sopClass: { system: string; code: string };
  number?: number;
}

export interface StudySeries {
  uid: string;
  number?: number;
  modality: { system: string; code: string };
  description?: string;
  numberOfInstances: number;
  bodySite?: { display: string };
  started?: string;
  instance: StudyInstance[];
}

/** R4 ImagingStudy, as far as instances tell it. */
export interface ImagingStudy extends Resource {
  id: string;
  identifier: Identifier[];
  status: string;
  subject: { reference?: string };
  started?: string;
  modality: { system: string; code: string }[];
  numberOfSeries: number;
  numberOfInstances: number;
  procedureCode?: CodeableConcept[];
  description?: string;
  series: StudySeries[];
}

const modalities = 'http://dicom.nema.org/resources/ontology/DCM';

const modalityOf = (instance: Instance) => ({ system: modalities, code: instance.modality ?? 'OT' });

/** Id of the ImagingStudy of a study for one usager: a UID that two usagers' pictures bear never joins them. */
export const studyId = (study: string, usager: string | undefined): string =>
  derivedId('dicom-study', study, usager ?? '');

function identifiersOf({ study, accession }: Instance): Identifier[] {
  const uid = { system: 'urn:dicom:uid', value: `urn:oid:${study}` };
  if (!accession) return [uid];
  const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] };
  const assigner = accession.issuer ? { assigner: { display: accession.issuer } } : {};
  return [uid, { type, value: accession.value, ...assigner }];
}

const optional = <T extends Record<string, unknown>>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

function seriesOf(instance: Instance, { zone }: ImagingOptions): StudySeries {
  const { sopInstance, sopClass, instanceNumber, seriesNumber, series, bodyPart } = instance;
  return {
    uid: series,
    ...optional({ number: positive(seriesNumber) }),
    modality: modalityOf(instance),
    ...optional({ description: instance.seriesDescription }),
    numberOfInstances: 1,
    ...optional({
      bodySite: bodyPart && { display: bodyPart },
      started: toDateTime(instance.seriesStarted, zone),
    }),
    instance: [
      {
        uid: sopInstance,
        sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${sopClass}` },
        ...optional({ number: positive(instanceNumber) }),
      },
    ],
  } as StudySeries;
}

/** FHIR's unsignedInt; DICOM's numbers may be negative. */
const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value >= 0 && value <= 2_147_483_647 ? value : undefined;

/** Where the pictures are had (R4 ImagingStudy.endpoint), contained: it belongs to no register. */
const endpointOf = (wadoRoot: string): Resource => ({
  resourceType: 'Endpoint',
  id: 'wado',
  status: 'active',
  connectionType: {
    system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
    code: 'dicom-wado-rs',
  },
  payloadType: [{ text: 'DICOM' }],
  payloadMimeType: ['application/dicom'],
  address: wadoRoot,
});

const proceduresOf = ({ procedures, studyDescription }: Instance): CodeableConcept[] | undefined => {
  const coded = procedures.map(toCodeableConcept).filter(concept => Object.keys(concept).length > 0);
  if (coded.length > 0) return coded;
  return studyDescription ? [{ text: studyDescription }] : undefined;
};

/** The ImagingStudy that one instance tells of: a study with one series and one instance. */
export function toImagingStudy(instance: Instance, usager: string, options: ImagingOptions): ImagingStudy {
  const { studyDescription, referrer, institution } = instance;
  return {
    resourceType: 'ImagingStudy',
    id: studyId(instance.study, usager),
    contained: [endpointOf(options.wadoRoot)],
    identifier: identifiersOf(instance),
    status: 'available',
    modality: [modalityOf(instance)],
    subject: { reference: `Patient/${usager}` },
    ...optional({
      started: toDateTime(instance.studyStarted, options.zone),
      referrer: referrer && { display: formatPersonName(referrer) },
    }),
    endpoint: [{ reference: '#wado' }],
    numberOfSeries: 1,
    numberOfInstances: 1,
    ...optional({
      procedureCode: proceduresOf(instance),
      location: institution && { display: institution },
      description: studyDescription,
    }),
    series: [seriesOf(instance, options)],
  };
}
