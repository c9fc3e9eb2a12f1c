import { cancelReasons, frequencies, routes, units } from './posology.data.ts';

/** A prescription as it was typed, before anything of it is believed. */
export interface PrescriptionInput {
  din: string;
  dose: { value: number; unit: string };
  frequency: string;
  asNeeded: boolean;
  route: string;
  days: number;
  quantity: { value: number; unit: string };
  repeats: number;
  note?: string;
}

export type InputField =
  | 'din'
  | 'dose.value'
  | 'dose.unit'
  | 'frequency'
  | 'route'
  | 'days'
  | 'quantity.value'
  | 'quantity.unit'
  | 'repeats'
  | 'note';

/** What is wrong with a prescription as it was typed: field, and the sentence that mends it. */
export interface InputProblem {
  field: InputField;
  text: string;
}

export const bounds = { amount: 10_000, days: 365, repeats: 12, note: 500 } as const;

const isIn = (rows: readonly { code: string }[], code: string): boolean =>
  rows.some(row => row.code === code);

/** Positive, bounded, with at most three decimals: what can be measured out. */
const isAmount = (value: number): boolean =>
  value > 0 && value <= bounds.amount && /^\d+(\.\d{1,3})?$/.test(String(value));

const isCount = (value: number, from: number, to: number): boolean =>
  Number.isInteger(value) && value >= from && value <= to;

/** Lines and their ends are writing; other control characters are not. */
const isWriting = (text: string): boolean =>
  text.trim() !== '' && text.length <= bounds.note && !/[^\P{Cc}\n]/u.test(text);

/** What is wrong, field by field; empty when nothing is. Whether the drug exists is the terminology's to say. */
export function checkPrescription(input: PrescriptionInput): InputProblem[] {
  const { din, dose, frequency, route, days, quantity, repeats, note } = input;
  const amount = `a number above 0, at most ${bounds.amount}, with at most three decimals.`;
  const checks: [boolean, InputField, string][] = [
    [/^\d{8}$/.test(din), 'din', 'choose a drug of the list: its DIN has eight digits.'],
    [isAmount(dose.value), 'dose.value', amount],
    [isIn(units, dose.unit), 'dose.unit', 'choose a unit of the list.'],
    [isIn(frequencies, frequency), 'frequency', 'choose a frequency of the list.'],
    [isIn(routes, route), 'route', 'choose a route of the list.'],
    [isCount(days, 1, bounds.days), 'days', `a whole number of days, from 1 to ${bounds.days}.`],
    [isAmount(quantity.value), 'quantity.value', amount],
    [isIn(units, quantity.unit), 'quantity.unit', 'choose a unit of the list.'],
    [isCount(repeats, 0, bounds.repeats), 'repeats', `a whole number, from 0 to ${bounds.repeats}.`],
    [
      note === undefined || isWriting(note),
      'note',
      `text, at most ${bounds.note} characters; or leave it out.`,
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, field, text]) => ({ field, text: `${field}: ${text}` }));
}

export interface CancelInput {
  reason: string;
  comment?: string;
}

/** What is wrong with a cancellation as it was typed. */
export function checkCancel({ reason, comment }: CancelInput): string[] {
  return [
    ...(isIn(cancelReasons, reason) ? [] : ['reason: choose a reason of the list.']),
    ...(comment === undefined || isWriting(comment)
      ? []
      : [`comment: text, at most ${bounds.note} characters; or leave it out.`]),
  ];
}

/** How much that dose needs for that long, in the same unit; undefined when it is taken as needed. */
export function neededFor({ dose, frequency, days, asNeeded }: PrescriptionInput): number | undefined {
  const row = frequencies.find(({ code }) => code === frequency);
  if (!row || asNeeded || !isAmount(dose.value) || !isCount(days, 1, bounds.days)) return undefined;
  return Math.ceil(Number((dose.value * row.perDay * days).toFixed(3)));
}
