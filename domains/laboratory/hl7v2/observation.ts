import type { CodeableConcept, Reference, Resource } from '@continuum/standards-fhir';
import { eachRepetition, isNull, locate, read, type Segment } from '@continuum/standards-hl7v2';
import { asserted } from './asserted.ts';
import { observationCategories } from './category.ts';
import { conceptAt } from './coding.ts';
import { type Context, remark } from './context.ts';
import { collectedAt, instantAt } from './dates.ts';
import { unitOf } from './quantity.ts';
import { organization, practitioner, producer } from './reference.ts';
import { referenceRanges } from './reference-range.ts';
import { interpretations, observationStatus } from './status.data.ts';
import { noteText, type Order, type Result } from './structure.ts';
import { tidy } from './tidy.ts';
import { textOf, textTypes, type Value, valuesOf } from './value.ts';

/** What the results of one report share. */
export interface Shared {
  order: Order;
  specimen?: Reference;
  performer?: Reference;
  /** Status of the report: what a result is whose own status was not sent. */
  status: string;
}

const interpretationSystem = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
const absentSystem = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

const inherited: Record<string, string> = {
  partial: 'preliminary',
  preliminary: 'preliminary',
  final: 'final',
  corrected: 'corrected',
  cancelled: 'cancelled',
  registered: 'registered',
};

/** OBX-11 (table 0085); absent, the order's status; unknown, `unknown` and a remark. */
export function resultStatus(obx: Segment, report: string, context: Context): string {
  const sent = read(obx, '11.1')?.trim().toUpperCase();
  if (sent === undefined) return inherited[report] ?? 'unknown';
  const status = observationStatus[sent];
  if (!status) remark(context, locate(obx, '11'), `“${sent}” is not in table 0085.`);
  return status ?? 'unknown';
}

function interpretationAt(obx: Segment, path: string): CodeableConcept | undefined {
  const code = read(obx, `${path}.1`)?.trim();
  if (code === undefined) return undefined;
  const display = interpretations[code.toUpperCase()];
  const text = read(obx, `${path}.2`) ?? (display ? undefined : code);
  return {
    coding: display ? [{ system: interpretationSystem, code: code.toUpperCase(), display }] : [],
    text,
  };
}

/** Why there is no value, as far as the status and the field tell (v2.5.1 2.5.3, table 0085). */
function absence(obx: Segment, status: string): CodeableConcept {
  const reasons: Record<string, string> = {
    cancelled: 'not-performed',
    'entered-in-error': 'error',
    registered: 'temp-unknown',
  };
  const code =
    read(obx, '11.1') === 'N'
      ? 'not-asked'
      : (reasons[status] ?? (isNull(obx, '5') ? 'asked-unknown' : 'unknown'));
  return { coding: [{ system: absentSystem, code }] };
}

/** Several values of one test (OBX-5 repeated) become components of one observation. */
function valueElements(result: Result, code: CodeableConcept, status: string, context: Context): Value {
  const { obx, lines } = result;
  // A result that was withdrawn may be about somebody else: what it said stays in the history only.
  if (status === 'entered-in-error') return { dataAbsentReason: absence(obx, status) };
  const isText = textTypes.has(read(obx, '2.1') ?? '');
  const unit = unitOf(obx);
  const values = isText ? [textOf(lines, unit)] : valuesOf(obx, unit, context);
  const [first] = values;
  if (values.length > 1) return { component: values.map(value => ({ code, ...value })) };
  return first && Object.values(first).some(Boolean) ? first : { dataAbsentReason: absence(obx, status) };
}

const unknownCode: CodeableConcept = { coding: [{ system: absentSystem, code: 'unknown' }] };

/**
 * OBX-4 tells which results of one test belong together (the susceptibilities of one germ), by the extension that
 * HL7 made for it.
 */
function subId(obx: Segment): object[] {
  const sent = obx.fields[4]?.trim();
  if (!sent) return [];
  const url = 'http://hl7.org/fhir/StructureDefinition/observation-v2-subid';
  return [{ url, extension: [{ url: 'original-sub-identifier', valueString: sent }] }];
}

/** OBX-3, or the order's own test when the sender left it out. */
export function testCode(obx: Segment, obr: Segment, context: Context): CodeableConcept {
  return conceptAt(obx, '3', context) ?? conceptAt(obr, '4', context) ?? unknownCode;
}

/** One OBX (v2.5.1 7.4.2), with its continuation lines and notes, as an Observation. */
export function observationOf(
  result: Result,
  id: string,
  shared: Shared,
  context: Context,
): Resource & { id: string } {
  const { obx } = result;
  const { obr, samples } = shared.order;
  const status = resultStatus(obx, shared.status, context);
  const code = testCode(obx, obr, context);
  const performed = organization(obx, 23, context) ?? producer(obx, context) ?? shared.performer;
  const performers = [performed, practitioner(obx, 16, context)];
  const note = noteText(result.notes);
  const withdrawn = status === 'entered-in-error';
  return tidy({
    resourceType: 'Observation',
    id,
    extension: [...asserted(context), ...subId(obx)],
    status,
    category: observationCategories(obr, context),
    code,
    subject: { reference: `Patient/${context.usager}` },
    effectiveDateTime: collectedAt(obr, obx, samples[0]?.spm, context),
    // What is wrong with the order's dates is told once, with the report.
    issued: instantAt(obr, '22.1', { ...context, issues: [] }) ?? instantAt(obx, '19.1', context),
    performer: performers.filter(performer => performer !== undefined),
    ...valueElements(result, code, status, context),
    interpretation: withdrawn ? [] : eachRepetition(obx, 8).map(path => interpretationAt(obx, path)),
    note: note === undefined || withdrawn ? [] : [{ text: note }],
    bodySite: conceptAt(obx, '20', context),
    method: conceptAt(obx, '17', context),
    specimen: shared.specimen,
    referenceRange: withdrawn ? [] : referenceRanges(obx, unitOf(obx)),
  });
}
