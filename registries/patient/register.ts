import type { Identifier, Issue, Resource } from '@continuum/standards-fhir';
import { agrees, formatNam, isNamSystem, namSystem, parseNam } from '@continuum/standards-nam';
import { describePatient, namsOf } from './described.ts';

function stored(identifier: Identifier): Identifier {
  if (!isNamSystem(identifier?.system)) return identifier;
  const parsed = parseNam(String(identifier.value ?? ''));
  return parsed.valid ? { ...identifier, system: namSystem, value: parsed.nam.value } : identifier;
}

/** The Patient with its NAMs as they are stored: one system, upper case, no spaces. Others stay as written. */
export function withStoredNams(patient: Resource): Resource {
  if (!Array.isArray(patient.identifier)) return patient;
  const identifier = (patient.identifier as Identifier[]).map(stored);
  return { ...patient, identifier };
}

const sexOf: Record<string, 'M' | 'F'> = { male: 'M', female: 'F' };

function remarks(patient: Resource): Issue[] {
  const { birthDate, gender, families, givens } = describePatient(patient);
  return namsOf(patient).flatMap(({ parsed, index, text }) => {
    if (!parsed.valid) return [];
    const people = [...families].flatMap(family =>
      [...givens].map(given => ({ family, given, birthDate, sex: sexOf[gender ?? ''] })),
    );
    if (people.length === 0 || people.some(person => agrees(parsed.nam, person))) return [];
    return [
      {
        severity: 'warning' as const,
        code: 'business-rule',
        expression: `Patient.identifier[${index}].value`,
        diagnostics: `The NAM ${formatNam(text)} says another name, birth date or sex than the Patient.`,
      },
    ];
  });
}

/**
 * Checks the Patient that a registering source writes. An invalid NAM is an error, told at once with its
 * position: the sender can mend it, and nobody enters the register under a number that is not one. A NAM
 * that says other things than the Patient is only a remark: names and sex markers change by law.
 */
export function checkRegistration(patient: Resource): Issue[] {
  const errors = namsOf(patient).flatMap(({ parsed, index }) =>
    parsed.valid
      ? []
      : parsed.problems.map(problem => ({
          severity: 'error' as const,
          code: 'value',
          expression: `Patient.identifier[${index}].value`,
          diagnostics: `Not a NAM: ${problem.text}`,
        })),
  );
  return [...errors, ...remarks(patient)];
}

/**
 * The Patient that a registrar makes of a claim: who the deposit described, without the sender's id and
 * without a NAM that is not one.
 */
export function newcomerOf(claim: Resource): Resource {
  const { id: _, meta: __, text: ___, contained: ____, ...patient } = withStoredNams(claim);
  const wrong = new Set(
    namsOf(patient as Resource).flatMap(({ parsed, index }) => (parsed.valid ? [] : [index])),
  );
  const identifier = ((patient.identifier ?? []) as Identifier[]).filter((___, index) => !wrong.has(index));
  const { identifier: _____, ...rest } = patient;
  return { ...rest, resourceType: 'Patient', active: true, ...(identifier.length > 0 ? { identifier } : {}) };
}
