import { type Deposit, type Mapped, type Mapper, Unusable } from '@continuum/intake';
import type { Issue } from '@continuum/standards-fhir';
import {
  get,
  Hl7Error,
  type Message,
  parse,
  read,
  toDateTime,
  type Zone,
  zoneOf,
} from '@continuum/standards-hl7v2';
import { claimedPatient } from './hl7v2/claim.ts';
import { type Context, remark } from './hl7v2/context.ts';
import { distinct } from './hl7v2/identity.ts';
import { reportKey, resourcesOf } from './hl7v2/report.ts';
import { revise } from './hl7v2/revise.ts';
import { type Structure, structureOf } from './hl7v2/structure.ts';

export interface OruSettings {
  /** Zone of times that carry none, when MSH-7 names none either. */
  zone?: Zone;
}

const problem = (code: string, expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code,
  expression,
  diagnostics,
});

function parsed(deposit: Deposit): Message {
  try {
    return parse(deposit.original);
  } catch (error) {
    if (!(error instanceof Hl7Error)) throw error;
    throw new Unusable([problem('structure', error.location, error.message)]);
  }
}

const isOru = (message: Message): boolean =>
  get(message, 'MSH-9.1') === 'ORU' && ['R01', undefined].includes(get(message, 'MSH-9.2'));

function accepts(deposit: Deposit): boolean {
  if (deposit.format !== 'hl7v2') return false;
  try {
    return isOru(parse(deposit.original));
  } catch (error) {
    if (error instanceof Hl7Error) return false;
    throw error;
  }
}

/** Everything without which no result can be kept, told at once (v2.5.1 7.3.1). */
function required({ pid, orders, stray, msh }: Structure, people: number): Issue[] {
  const issues: Issue[] = [];
  if (read(msh, '10') === undefined)
    issues.push(problem('required', 'MSH-10', 'MSH-10 is missing: give each message a control id.'));
  if (/^[^2]/.test(read(msh, '12.1') ?? '2'))
    issues.push(problem('not-supported', 'MSH-12', 'Only version 2 is read here: send 2.3 to 2.8.'));
  if (!pid) issues.push(problem('structure', 'PID', 'There is no PID: say whose results these are.'));
  if (people > 1)
    issues.push(
      problem('structure', 'PID[2]', 'The message speaks of several usagers: send one message for each.'),
    );
  if (orders.length === 0)
    issues.push(
      problem('structure', 'OBR', 'There is no OBR: a result belongs to an order (ORU^R01, 7.3.1).'),
    );
  else if (stray.length > 0)
    issues.push(
      problem('structure', 'OBX', 'An OBX precedes the first OBR: put it after the order it belongs to.'),
    );
  return issues;
}

function contextOf(message: Message, deposit: Deposit, zone: Zone): Context {
  const sent = get(message, 'MSH-7.1');
  const own = zoneOf(sent) ?? zone;
  const asserted = toDateTime(sent, own);
  const { actor } = deposit;
  return {
    source: actor.source?.id ?? actor.id,
    facility: get(message, 'MSH-4.2') ?? get(message, 'MSH-4.1') ?? '',
    laboratory: actor.profile === 'laboratory-system',
    zone: own,
    controlId: get(message, 'MSH-10') ?? '',
    issues: [],
    ...(asserted ? { asserted } : {}),
  };
}

const resources = ({ orders, msh }: Structure, context: Context) => {
  const unique = distinct();
  return orders.flatMap(order => resourcesOf(order, msh, unique(reportKey(order, context)), context));
};

function map(deposit: Deposit, zone: Zone): Mapped {
  const message = parsed(deposit);
  const structure = structureOf(message);
  const { pid } = structure;
  const issues = required(structure, message.segments.filter(({ name }) => name === 'PID').length);
  if (issues.length > 0 || !pid) throw new Unusable(issues);
  const context = contextOf(message, deposit, zone);
  for (const { location, text } of message.remarks) remark(context, location, text);
  const claim = { patient: claimedPatient(pid, context) };
  resources(structure, context); // once for what there is to tell the sender
  return {
    claim,
    issues: context.issues,
    changes: usager =>
      usager === undefined
        ? []
        : resources(structure, { ...context, usager, issues: [] }).map(resource => ({
            verb: 'upsert',
            resource,
            revise,
          })),
  };
}

/**
 * ORU^R01, unsolicited laboratory results (HL7 v2.3–2.8, chapter 7), to Patient claim, DiagnosticReport,
 * Observation and Specimen. Ids come from the source's own order numbers, so that what is sent again replaces;
 * `revise` keeps older messages from replacing newer ones.
 */
export function fromOruR01({ zone = 'America/Montreal' }: OruSettings = {}): Mapper {
  return { format: 'hl7v2', name: 'ORU^R01', accepts, map: deposit => map(deposit, zone) };
}
