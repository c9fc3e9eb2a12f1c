import type { Code } from './code.ts';
import type { Moment } from './date-time.ts';
import type { PersonName } from './person-name.ts';
import type { Report } from './structured-report.ts';

/** One way that the patient is identified, with who issued it when the file says so. */
export interface PatientId {
  value: string;
  issuer?: string;
}

/** What an exchange needs of one DICOM instance. Everything but the identities may be missing. */
export interface Instance {
  transferSyntax: string;
  sopClass: string;
  sopInstance: string;
  study: string;
  series: string;
  patient: {
    /** Patient ID first, then Other Patient IDs. */
    ids: PatientId[];
    name?: PersonName;
    birthDate?: string;
    sex?: 'M' | 'F' | 'O';
  };
  accession?: PatientId;
  /** When the study started; when the series did, if the file says so. */
  studyStarted: Moment;
  seriesStarted: Moment;
  studyDescription?: string;
  seriesDescription?: string;
  modality?: string;
  bodyPart?: string;
  laterality?: string;
  seriesNumber?: number;
  instanceNumber?: number;
  referrer?: PersonName;
  institution?: string;
  procedures: Code[];
  frames: number;
  rows?: number;
  columns?: number;
  /** Present when the instance is a structured report (PS3.3 A.35). */
  report?: Report;
}
