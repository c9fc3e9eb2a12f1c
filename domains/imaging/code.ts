import type { Code } from '@continuum/standards-dicom';
import type { CodeableConcept } from '@continuum/standards-fhir';

/** Coding scheme designators (PS3.16 table 8-1) that FHIR has a system for. */
const systems: Readonly<Record<string, string>> = {
  LN: 'http://loinc.org',
  SCT: 'http://snomed.info/sct',
  DCM: 'http://dicom.nema.org/resources/ontology/DCM',
  UCUM: 'http://unitsofmeasure.org',
  RADLEX: 'http://radlex.org',
};

/** A DICOM coded entry; a code of a private scheme keeps its meaning as text only. */
export function toCodeableConcept({ value, scheme, meaning }: Code): CodeableConcept {
  const system = systems[scheme ?? ''];
  return {
    ...(system && value && { coding: [{ system, code: value, ...(meaning && { display: meaning }) }] }),
    ...(meaning && { text: meaning }),
  };
}
