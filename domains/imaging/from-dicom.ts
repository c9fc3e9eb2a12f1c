import { type Deposit, type Mapped, type Mapper, Unusable } from '@continuum/intake';
import type { Change } from '@continuum/record-gate';
import { type Instance, parseInstance, UnreadableDicom } from '@continuum/standards-dicom';
import type { Issue } from '@continuum/standards-fhir';
import { toDiagnosticReport } from './diagnostic-report.ts';
import { type ImagingOptions, type ImagingStudy, toImagingStudy } from './imaging-study.ts';
import { mergeStudy } from './merge-study.ts';
import { claimOf } from './patient-claim.ts';

const unusable = (code: string, diagnostics: string): Unusable =>
  new Unusable([{ severity: 'error', code, diagnostics }]);

function read(original: Uint8Array): Instance {
  try {
    return parseInstance(original);
  } catch (error) {
    if (error instanceof UnreadableDicom) throw unusable('structure', error.message);
    throw error;
  }
}

const remark = (expression: string, diagnostics: string): Issue => ({
  severity: 'warning',
  code: 'value',
  expression,
  diagnostics,
});

/** What a reader will miss: said to the sender, prevents nothing. */
function remarks({ studyStarted, modality }: Instance): Issue[] {
  const date = remark(
    'ImagingStudy.started',
    'The study has no date (0008,0020): while a refusal is in force it stays hidden.',
  );
  const kind = remark('ImagingStudy.modality', 'The instance has no modality (0008,0060): filed as OT.');
  return [...(studyStarted.date ? [] : [date]), ...(modality ? [] : [kind])];
}

function changesOf(instance: Instance, usager: string | undefined, options: ImagingOptions): Change[] {
  if (usager === undefined)
    throw unusable('required', 'Pictures are always of somebody: the usager is missing.');
  const report = toDiagnosticReport(instance, usager, options);
  const study: Change = {
    verb: 'upsert',
    resource: toImagingStudy(instance, usager, options),
    // Run inside the transaction: instances that arrive at the same moment all join.
    revise: (current, proposed) => mergeStudy(current as ImagingStudy, proposed as ImagingStudy),
  };
  return report ? [study, { verb: 'upsert', resource: report }] : [study];
}

/**
 * DICOM instances → ImagingStudy, and DiagnosticReport for structured reports. One ImagingStudy per study and
 * usager: every instance of it joins the same one, in any order, also when released one by one.
 */
export function fromDicom(options: ImagingOptions): Mapper {
  return {
    format: 'dicom',
    name: 'DICOM',
    accepts: ({ format }: Deposit) => format === 'dicom',
    map({ original, location }: Deposit): Mapped {
      const instance = read(original);
      if (location === undefined)
        throw unusable(
          'conflict',
          'The imaging archive does not hold these bytes: it could not take them, or holds others under the same SOP Instance UID. Send the pictures again, whole, under a UID of their own.',
        );
      return {
        claim: claimOf(instance),
        changes: usager => changesOf(instance, usager, options),
        issues: remarks(instance),
      };
    },
  };
}
