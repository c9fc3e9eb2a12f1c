import type { Resource } from '@continuum/standards-fhir';
import { formatNam } from '@continuum/standards-nam';
import { namesOf, namsOf } from './described.ts';

/**
 * What a person reads of a usager. Chosen field by field: whatever else the register holds, the NIU
 * (P-9.0001, s. 76 and 112) first of all, is not here.
 */
export interface UsagerDisplay {
  /** Address of the Patient for the next request; never shown. */
  id: string;
  family: string;
  given: string;
  birthDate?: string;
  gender?: string;
  /** `AAAA NNNN NNNN`, when there is one. */
  nam?: string;
  /** `true`, or the date. */
  deceased?: true | string;
  /** False when the record is out of use (merged, entered in error). */
  active: boolean;
}

const preference = ['official', 'usual', undefined, 'maiden', 'old'];

const rank = (use: string | undefined): number => {
  const index = preference.indexOf(use);
  return index === -1 ? preference.length : index;
};

/** The name a person goes by: official first, then usual. */
export function shownName(patient: Resource): { family: string; given: string } {
  const [name] = namesOf(patient).sort((a, b) => rank(a.use) - rank(b.use));
  return { family: name?.family ?? '', given: (name?.given ?? []).join(' ') };
}

const deceasedOf = (patient: Resource): true | string | undefined => {
  if (typeof patient.deceasedDateTime === 'string') return patient.deceasedDateTime;
  return patient.deceasedBoolean === true ? true : undefined;
};

/** Display values of a Patient. */
export function displayUsager(patient: Resource): UsagerDisplay {
  const nam = namsOf(patient).find(({ parsed }) => parsed.valid) ?? namsOf(patient)[0];
  return {
    id: patient.id ?? '',
    ...shownName(patient),
    birthDate: patient.birthDate as string | undefined,
    gender: patient.gender as string | undefined,
    nam: nam && formatNam(nam.text),
    deceased: deceasedOf(patient),
    active: patient.active !== false,
  };
}
