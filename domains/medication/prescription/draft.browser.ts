import {
  bounds,
  checkPrescription,
  type InputField,
  neededFor,
  type PrescriptionInput,
} from './check-prescription.ts';
import type { PrescriptionFacts } from './prescription-facts.ts';

/** A prescription while it is typed: numbers as they are written. */
export interface Draft {
  drug?: { din: string; name: string };
  dose: string;
  doseUnit: string;
  frequency: string;
  asNeeded: boolean;
  route: string;
  days: string;
  quantity: string;
  quantityUnit: string;
  repeats: string;
  note: string;
}

export const emptyDraft: Draft = {
  ...{ dose: '', doseUnit: '', frequency: '', asNeeded: false, route: '26643006', days: '' },
  ...{ quantity: '', quantityUnit: '', repeats: '0', note: '' },
};

/** With a comma or a point; anything else is no number. */
const toNumber = (text: string): number =>
  /^\s*\d+([.,]\d+)?\s*$/.test(text) ? Number(text.trim().replace(',', '.')) : Number.NaN;

/** What is sent to be prepared. */
export function toInput(draft: Draft): PrescriptionInput {
  const note = draft.note.trim().slice(0, bounds.note + 1);
  return {
    din: draft.drug?.din ?? '',
    dose: { value: toNumber(draft.dose), unit: draft.doseUnit },
    ...{ frequency: draft.frequency, asNeeded: draft.asNeeded, route: draft.route },
    days: toNumber(draft.days),
    quantity: { value: toNumber(draft.quantity), unit: draft.quantityUnit },
    repeats: toNumber(draft.repeats),
    ...(note !== '' && { note }),
  };
}

/** The fields that are wrong. */
export const wrongIn = (draft: Draft): ReadonlySet<InputField> =>
  new Set(checkPrescription(toInput(draft)).map(({ field }) => field));

/** How much the dose needs for the duration, when it can be told. */
export const neededBy = (draft: Draft): number | undefined => neededFor(toInput(draft));

/** Whether what came back to be signed is what was typed. */
export function isAsTyped(facts: PrescriptionFacts, typed: PrescriptionInput): boolean {
  const { din, dose, quantity, ...rest } = typed;
  const simple = ['frequency', 'asNeeded', 'route', 'days', 'repeats', 'note'] as const;
  const isMeasure = (a: typeof dose, b: typeof dose) => a.value === b.value && a.unit === b.unit;
  return (
    facts.drug.din === din &&
    isMeasure(facts.dose, dose) &&
    isMeasure(facts.quantity, quantity) &&
    simple.every(name => facts[name] === rest[name]) &&
    facts.cancelled === undefined
  );
}
