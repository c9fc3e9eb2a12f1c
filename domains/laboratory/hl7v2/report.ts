import type { Reference, Resource } from '@continuum/standards-fhir';
import { locate, read, type Segment } from '@continuum/standards-hl7v2';
import { asserted } from './asserted.ts';
import { type Attachment, attachmentOf, isDocument } from './attachment.ts';
import { reportCategories } from './category.ts';
import { conceptAt } from './coding.ts';
import { type Context, remark } from './context.ts';
import { collectedAt, dateAt, instantAt } from './dates.ts';
import { distinct, idFrom } from './identity.ts';
import { observationOf, resultStatus } from './observation.ts';
import { entityIdentifier, facility, interpreter, organization, practitioner } from './reference.ts';
import { specimensOf } from './specimen.ts';
import { reportStatus } from './status.data.ts';
import { noteText, type Order, type Result } from './structure.ts';
import { tidy } from './tidy.ts';

type Identified = Resource & { id: string };

/**
 * What makes the same report recognisable when it comes again: the filler's order number, or the placer's, and
 * the test ordered; without any number, the time of collection, then the message itself.
 */
export function reportKey({ obr, orc }: Order, context: Context): string {
  const numbered = (segment: Segment | undefined, field: number) => {
    const value = read(segment, `${field}.1`)?.trim();
    return (
      value && [
        String(field),
        read(segment, `${field}.3`) ?? read(segment, `${field}.2`) ?? context.facility,
        value,
      ]
    );
  };
  const number = numbered(obr, 3) || numbered(orc, 3) || numbered(obr, 2) || numbered(orc, 2);
  const otherwise = ['no number', read(obr, '7.1') ?? context.controlId];
  const code = read(obr, '4.1') ?? read(obr, '4.4') ?? read(obr, '4.2') ?? '';
  return JSON.stringify([...(number || otherwise), code, read(obr, '26') ?? '']);
}

const resultKey = ({ obx }: Result): string =>
  JSON.stringify([
    read(obx, '3.1') ?? read(obx, '3.4') ?? read(obx, '3.2') ?? '',
    read(obx, '3.3') ?? '',
    read(obx, '4') ?? '',
  ]);

/** Without OBR-25, what the results together say. */
function derivedStatus(order: Order, context: Context): string {
  const found = order.results.map(({ obx }) => resultStatus(obx, 'unknown', { ...context, issues: [] }));
  const all = (...wanted: string[]) => found.length > 0 && found.every(status => wanted.includes(status));
  if (all('entered-in-error')) return 'entered-in-error';
  if (all('cancelled', 'entered-in-error')) return 'cancelled';
  if (found.includes('corrected') || found.includes('amended')) return 'corrected';
  if (all('final', 'cancelled', 'entered-in-error')) return 'final';
  return found.some(status => status === 'final' || status === 'preliminary') ? 'partial' : 'unknown';
}

function statusOf(order: Order, context: Context): string {
  const sent = read(order.obr, '25.1')?.trim().toUpperCase();
  if (sent !== undefined && reportStatus[sent]) return reportStatus[sent];
  if (sent !== undefined) remark(context, locate(order.obr, '25'), `“${sent}” is not in table 0123.`);
  return derivedStatus(order, context);
}

/** The prescription as far as a result tells it: who asked, when, why. It lives inside the report. */
function requestOf({ obr, orc }: Order, context: Context): Resource | undefined {
  const placer = entityIdentifier(obr, '2', context, 'PLAC') ?? entityIdentifier(orc, '2', context, 'PLAC');
  const requester = practitioner(obr, 16, context) ?? practitioner(orc, 12, context);
  if (!placer && !requester) return undefined;
  const note = read(obr, '13');
  return {
    resourceType: 'ServiceRequest',
    id: 'request',
    identifier: placer ? [placer] : [],
    status: 'unknown',
    intent: 'order',
    code: conceptAt(obr, '4', context),
    subject: { reference: `Patient/${context.usager}` },
    authoredOn: dateAt(orc, '9.1', context),
    requester,
    reasonCode: [conceptAt(obr, '31', context)],
    note: note === undefined ? [] : [{ text: note }],
  };
}

function documents(order: Order, context: Context): Attachment[] {
  const sent = order.results.filter(({ obx }) => isDocument(obx));
  const valid = sent.filter(({ obx }) => !/^[DWX]$/.test(read(obx, '11.1') ?? ''));
  return valid
    .map(({ obx }) => attachmentOf(obx, locate(obx, '5'), context))
    .filter(found => found !== undefined);
}

interface Parts {
  id: string;
  status: string;
  results: readonly Identified[];
  specimens: readonly Identified[];
  performer: Reference | undefined;
}

const referenceTo = ({ resourceType, id }: Identified): Reference => ({ reference: `${resourceType}/${id}` });

function reportOf(order: Order, parts: Parts, context: Context): Identified {
  const { obr, orc, samples } = order;
  const request = requestOf(order, context);
  const filler = entityIdentifier(obr, '3', context, 'FILL') ?? entityIdentifier(orc, '3', context, 'FILL');
  const [placer] = (request?.identifier ?? []) as Reference['identifier'][];
  return tidy({
    resourceType: 'DiagnosticReport',
    id: parts.id,
    extension: asserted(context),
    contained: request ? [request] : [],
    identifier: filler ? [filler] : [],
    basedOn: request ? [{ reference: '#request', type: 'ServiceRequest', identifier: placer }] : [],
    status: parts.status,
    category: reportCategories(obr, context),
    code: conceptAt(obr, '4', context) ?? {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }],
    },
    subject: { reference: `Patient/${context.usager}` },
    effectiveDateTime: collectedAt(obr, undefined, samples[0]?.spm, context),
    issued: instantAt(obr, '22.1', context),
    performer: [parts.performer],
    resultsInterpreter: [interpreter(obr, 32, context)],
    specimen: parts.specimens.map(referenceTo),
    result: parts.results.map(referenceTo),
    conclusion: noteText(order.notes),
    presentedForm: parts.status === 'entered-in-error' ? [] : documents(order, context),
  });
}

/** Results that are documents and nothing else are the report's own pages, not observations. */
const isObservation = ({ obx, notes }: Result): boolean => !isDocument(obx) || notes.length > 0;

/**
 * One order and its results (v2.5.1 7.3.1) as FHIR: the DiagnosticReport, its Observations and Specimens, with
 * ids that the same order of the same source for the same usager always gets.
 */
export function resourcesOf(order: Order, msh: Segment, key: string, context: Context): Identified[] {
  const id = idFrom(context.source, context.usager ?? '', key);
  const status = statusOf(order, context);
  const specimens = specimensOf(order, id, context);
  const [specimen] = specimens;
  const named = order.results
    .map(({ obx }) => organization(obx, 23, context))
    .find(found => found !== undefined);
  const performer = named ?? facility(msh, context);
  const shared = {
    order,
    status,
    ...(performer ? { performer } : {}),
    ...(specimen ? { specimen: referenceTo(specimen) } : {}),
  };
  const unique = distinct();
  const results = order.results
    .filter(isObservation)
    .map(result => observationOf(result, idFrom(id, 'result', unique(resultKey(result))), shared, context));
  return [...specimens, ...results, reportOf(order, { id, status, results, specimens, performer }, context)];
}
