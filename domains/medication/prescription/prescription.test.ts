import { validate } from '@continuum/standards-fhir';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  checkPrescription,
  type InputField,
  neededFor,
  type PrescriptionInput,
} from './check-prescription.ts';
import { isAsTyped } from './draft.browser.ts';
import { cancelReasons, frequencies, routes, units } from './posology.data.ts';
import { type PrescriptionFacts, readPrescription, toMedicationRequest } from './prescription-facts.ts';

const profile = 'https://continuum.health/fhir/StructureDefinition/continuum-medication-request';
const codeOf = (rows: readonly { code: string }[]) => fc.constantFrom(...rows.map(({ code }) => code));
const words = fc.string({ minLength: 1, maxLength: 60 }).filter(text => text.trim() === text && text !== '');
const measure = fc.record({
  value: fc.integer({ min: 1, max: 9_999_999 }).map(n => n / 1000),
  unit: codeOf(units),
});
const named = fc.record({ reference: fc.constantFrom('Patient/a', 'Practitioner/b'), name: words });

const facts: fc.Arbitrary<PrescriptionFacts> = fc.record(
  {
    drug: fc.record({ din: fc.stringMatching(/^\d{8}$/), name: words }),
    usager: named,
    prescriber: named,
    authoredOn: fc.constant('2026-11-28T01:55:41.907Z'),
    ...{ dose: measure, frequency: codeOf(frequencies), asNeeded: fc.boolean(), route: codeOf(routes) },
    days: fc.integer({ min: 1, max: 365 }),
    ...{ quantity: measure, repeats: fc.integer({ min: 0, max: 12 }), note: words },
    cancelled: fc.record({ reason: codeOf(cancelReasons), comment: words }, { requiredKeys: ['reason'] }),
  },
  {
    requiredKeys: [
      ...(['drug', 'usager', 'prescriber', 'authoredOn', 'dose', 'frequency', 'asNeeded'] as const),
      ...(['route', 'days', 'quantity', 'repeats'] as const),
    ],
  },
);

describe('what a prescription says', () => {
  it('is all that is in its resource, whatever is prescribed', () => {
    fc.assert(
      fc.property(facts, said => {
        expect(readPrescription(toMedicationRequest(said))).toEqual(said);
      }),
    );
  });

  it('is not read out of a resource that says anything more, or other', () => {
    const [said] = fc.sample(facts, { numRuns: 1, seed: 7 });
    const act = toMedicationRequest(said!);
    const dosage = (act.dosageInstruction as object[])[0];
    const others = [
      { ...act, priority: 'stat' },
      { ...act, status: 'on-hold' },
      { ...act, modifierExtension: [] },
      { ...act, dosageInstruction: [dosage, dosage] },
      { ...act, dosageInstruction: [{ ...dosage, text: '10 fois par jour' }] },
      ...[null, 5, 'text', [], {}],
    ];
    for (const other of others) expect(readPrescription(other)).toBeUndefined();
  });

  it('is valid in the profile of the record', () => {
    fc.assert(
      fc.property(facts, said => {
        const usager = { ...said.usager, reference: 'Patient/a' };
        const prescriber = { ...said.prescriber, reference: 'Practitioner/b' };
        const act = toMedicationRequest({ ...said, usager, prescriber });
        const problems = validate({ ...act, meta: { profile: [profile] } }).filter(
          ({ severity }) => severity === 'error',
        );
        expect(problems).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

const typed: PrescriptionInput = {
  ...{ din: '00628115', dose: { value: 0.5, unit: '{tablet}' }, frequency: '2-d', asNeeded: false },
  ...{ route: '26643006', days: 7, quantity: { value: 7, unit: '{tablet}' }, repeats: 0 },
};

describe('what is typed', () => {
  test.each<[string, Partial<PrescriptionInput>, InputField[]]>([
    ['a whole prescription', {}, []],
    ['a DIN of seven digits', { din: '0628115' }, ['din']],
    ['no dose', { dose: { value: 0, unit: '{tablet}' } }, ['dose.value']],
    ['a dose that is no number', { dose: { value: Number.NaN, unit: '{tablet}' } }, ['dose.value']],
    ['a dose of four decimals', { dose: { value: 0.0005, unit: 'g' } }, ['dose.value']],
    [
      'a dose so small that it is written with an exponent',
      { dose: { value: 1e-7, unit: 'g' } },
      ['dose.value'],
    ],
    ['a unit that nobody knows', { dose: { value: 1, unit: 'poignée' } }, ['dose.unit']],
    ['a frequency that nobody knows', { frequency: 'often' }, ['frequency']],
    ['half a day', { days: 0.5 }, ['days']],
    ['a year and a day', { days: 366 }, ['days']],
    [
      'repeats below nothing, and a note too long',
      { repeats: -1, note: 'x'.repeat(501) },
      ['repeats', 'note'],
    ],
    ['a note with a control character', { note: 'a\u0007b' }, ['note']],
  ])('%s: %j', (_title, change, fields) => {
    expect(checkPrescription({ ...typed, ...change }).map(({ field }) => field)).toEqual(fields);
  });

  it('needs as much as the dose, the frequency and the duration come to', () => {
    expect(neededFor(typed)).toBe(7);
    expect(neededFor({ ...typed, frequency: '1-wk', days: 28, dose: { value: 1, unit: '{patch}' } })).toBe(4);
    expect(neededFor({ ...typed, asNeeded: true })).toBeUndefined();
  });

  it('is what comes back to be signed, or the screen does not sign it', () => {
    const [said] = fc.sample(facts, { numRuns: 1, seed: 3 });
    const { din, ...taken } = typed;
    const back: PrescriptionFacts = {
      ...{
        ...taken,
        drug: { din, name: 'Amoxicilline' },
        usager: said!.usager,
        prescriber: said!.prescriber,
      },
      authoredOn: said!.authoredOn,
    };
    expect(isAsTyped(back, typed)).toBe(true);
    const others: Partial<PrescriptionFacts>[] = [
      { drug: { din: '00628123', name: 'Amoxicilline' } },
      { dose: { value: 5, unit: '{tablet}' } },
      { quantity: { value: 70, unit: '{tablet}' } },
      ...[{ frequency: '3-d' }, { asNeeded: true }, { route: '37161004' }, { days: 8 }, { repeats: 1 }],
      ...[{ note: 'autre' }, { cancelled: { reason: 'salg' } }],
    ];
    for (const other of others) expect(isAsTyped({ ...back, ...other }, typed)).toBe(false);
  });
});
