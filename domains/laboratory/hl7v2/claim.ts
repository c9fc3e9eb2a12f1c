import type { Identifier, Resource } from '@continuum/standards-fhir';
import { eachRepetition, read, type Segment, toDate } from '@continuum/standards-hl7v2';
import { namSystem, namType } from '@continuum/standards-nam';
import { namingSystem } from './coding.ts';
import { type Context, remark } from './context.ts';
import { tidy } from './tidy.ts';

const genders: Record<string, string> = {
  M: 'male',
  MALE: 'male',
  F: 'female',
  FEMALE: 'female',
  O: 'other',
  OTHER: 'other',
  X: 'other',
  A: 'other',
  U: 'unknown',
  UNKNOWN: 'unknown',
  N: 'unknown',
};
const nameUses: Record<string, string> = {
  L: 'official',
  D: 'usual',
  M: 'maiden',
  B: 'old',
  N: 'nickname',
  S: 'anonymous',
};

/** Authorities that issue the NAM, as HL7 v2 senders name them in CX.4 or CX.9. */
const ramq = /^(?:RAMQ|NAM|QC|CAN-?QC|CA-?QC|QUEBEC|QUÉBEC)$/i;
const jurisdictional = new Set(['JHN', 'HC', 'NAM', 'RAMQ', 'PHN']);
const namForm = /^[A-Z]{4}\d{6}[0-9A-Z]\d$/;

/** How sure it is that a CX holds a NAM: its authority or type says so, or nothing contradicts its form. */
function isNam(value: string, type: string | undefined, authorities: (string | undefined)[]): boolean {
  if (authorities.some(name => name !== undefined && ramq.test(name.trim())))
    return type === undefined || jurisdictional.has(type);
  if (!namForm.test(value)) return type === 'NAM' || type === 'RAMQ';
  const bare = type === undefined && authorities.every(name => name === undefined);
  return bare || (type !== undefined && jurisdictional.has(type));
}

function identifierAt(pid: Segment, path: string, context: Context): Identifier | undefined {
  const at = (part: string) => read(pid, `${path}.${part}`)?.trim();
  const sent = at('1');
  if (!sent) return undefined;
  const compact = sent.replaceAll(/\s/g, '').toUpperCase();
  const type = at('5')?.toUpperCase();
  if (isNam(compact, type, [at('4.1'), at('9.1')]))
    return { type: namType, system: namSystem, value: compact };
  const coding = type ? [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: type }] : [];
  const system = namingSystem(context, at('4.1'), at('4.2'), at('4.3'));
  return { type: { coding }, system, value: sent };
}

/** PID-3, and the older places of the same numbers: PID-2, PID-4 and PID-19 hold a NAM at some senders. */
function identifiers(pid: Segment, context: Context): Identifier[] {
  const main = eachRepetition(pid, 3).map(path => identifierAt(pid, path, context));
  const older = [2, 4, 19].flatMap(field =>
    eachRepetition(pid, field).map(path => identifierAt(pid, path, context)),
  );
  const nams = older.filter(identifier => identifier?.system === namSystem);
  const found = [...main, ...nams].filter(identifier => identifier !== undefined);
  const isFirst = (one: Identifier, i: number) =>
    found.findIndex(other => other.system === one.system && other.value === one.value) === i;
  return found.filter(isFirst);
}

function nameAt(pid: Segment, path: string) {
  const at = (part: string) => read(pid, `${path}.${part}`)?.trim();
  const given = [at('2'), ...(at('3')?.split(/\s+/) ?? [])].filter(Boolean);
  const name = {
    use: nameUses[at('7') ?? ''],
    family: at('1.1'),
    given,
    prefix: [at('5')],
    suffix: [at('4')],
  };
  return name.family || given.length > 0 ? name : undefined;
}

function addressAt(pid: Segment, path: string) {
  const at = (part: string) => read(pid, `${path}.${part}`)?.trim();
  return { line: [at('1'), at('2')], city: at('3'), state: at('4'), postalCode: at('5'), country: at('6') };
}

function telecomAt(pid: Segment, path: string, use: 'home' | 'work') {
  const at = (part: number) => read(pid, `${path}.${part}`)?.trim();
  const email = at(4);
  if (at(2) === 'NET' || at(3) === 'Internet') return email ? { system: 'email', value: email } : {};
  const number = at(12) ?? at(1) ?? [at(5), at(6), at(7)].filter(Boolean).join(' ');
  return number ? { system: 'phone', value: number, use } : {};
}

function birthDate(pid: Segment, context: Context): string | undefined {
  const sent = read(pid, '7.1');
  const found = toDate(sent);
  if (sent && !found) remark(context, 'PID-7', 'The birth date is not a date: send YYYYMMDD.');
  return found;
}

/**
 * Who the message says the usager is (PID, v2.5.1 3.4.2), as a FHIR Patient: everything that helps to find them
 * and nothing that was not sent. A NAM is recognised by its authority (RAMQ, QC), its type (JHN) or its form; one
 * that is malformed stays a NAM, so that the sender is told.
 */
export function claimedPatient(pid: Segment, context: Context): Resource {
  const each = (field: number) => eachRepetition(pid, field);
  const sex = read(pid, '8.1')?.trim().toUpperCase();
  const names = [...each(5).map(path => nameAt(pid, path)), ...each(9).map(path => nameAt(pid, path))];
  return tidy({
    resourceType: 'Patient',
    identifier: identifiers(pid, context),
    name: names.filter(name => name !== undefined),
    telecom: [
      ...each(13).map(path => telecomAt(pid, path, 'home')),
      ...each(14).map(path => telecomAt(pid, path, 'work')),
    ],
    gender: sex === undefined ? undefined : genders[sex],
    birthDate: birthDate(pid, context),
    address: each(11).map(path => addressAt(pid, path)),
  });
}
