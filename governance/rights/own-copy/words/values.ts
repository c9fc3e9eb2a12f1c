import { type CodeableConcept, type Reference, type Resource, textOfNumber } from '@continuum/standards-fhir';
import { type Language, sayDay, sayDecimal } from './language.ts';

/** What came along with a resource, by its reference: `Practitioner/x`. */
export type Included = ReadonlyMap<string, Resource>;

/** An element of FHIR, one or several. */
export const listOf = <T>(value: unknown): T[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as T[]) : [value as T];

/** Words of a concept: the sender's own, then a display, then the code. */
export function sayConcept(concept: unknown): string | undefined {
  const { text, coding = [] } = (concept ?? {}) as CodeableConcept;
  return text ?? coding.find(({ display }) => display)?.display ?? coding[0]?.code;
}

interface Quantity {
  value?: number;
  comparator?: string;
  unit?: string;
  code?: string;
}

/** `< 5,10 mmol/L`, with the digits that were written. */
export function sayQuantity(quantity: unknown, language: Language): string | undefined {
  const { value, comparator, unit, code } = (quantity ?? {}) as Quantity;
  if (typeof value !== 'number') return undefined;
  const digits = sayDecimal(textOfNumber(quantity as object, 'value', value), language);
  return [comparator, digits, unit ?? code].filter(part => part !== undefined && part !== '').join('\u00a0');
}

interface Period {
  start?: string;
  end?: string;
}

const dash = '\u00a0–\u00a0';

/** `2026-01-01 – 2026-02-01`; an open end stays open, and a day is a day. */
export function sayPeriod(period: unknown): string | undefined {
  const given = (period ?? {}) as Period;
  const [start, end] = [sayDay(given.start), sayDay(given.end)];
  if (start === end) return start;
  return `${start ?? '…'}${dash}${end ?? '…'}`;
}

/** `3,5 – 5,0 mmol/L`. */
export function sayRange(range: unknown, language: Language): string | undefined {
  const { low, high, text } = (range ?? {}) as { low?: Quantity; high?: Quantity; text?: string };
  if (text !== undefined) return text;
  if (!low && !high) return undefined;
  return `${sayQuantity(low, language) ?? '…'}${dash}${sayQuantity(high, language) ?? '…'}`;
}

/** The name that a person goes by, or the one of what is no person. */
function nameOf(resource: Resource | undefined): string | undefined {
  if (typeof resource?.name === 'string') return resource.name;
  const [first] = listOf<{ text?: string; family?: string; given?: string[] }>(resource?.name);
  const words = [...(first?.given ?? []), first?.family].filter(Boolean).join(' ');
  return first?.text ?? (words || sayConcept(resource?.code));
}

/** What a reference names: its own words, or the name of what it leads to; never an identifier. */
export function sayReference(reference: unknown, included: Included): string | undefined {
  const { display, reference: to = '' } = (reference ?? {}) as Reference;
  return display ?? nameOf(included.get(to));
}

type Element = Record<string, unknown>;

const ratio = (value: unknown, language: Language): string | undefined => {
  const { numerator, denominator } = (value ?? {}) as { numerator?: unknown; denominator?: unknown };
  const parts = [numerator, denominator].map(part => sayQuantity(part, language));
  return parts.every(part => part !== undefined) ? parts.join(':') : undefined;
};

/** The value of an Observation or of one of its components, whatever its type. */
export function sayValue(element: Element, language: Language): string | undefined {
  const { valueString, valueInteger, valueBoolean, valueDateTime, valueTime } = element;
  const yesNo = language === 'fr' ? ['oui', 'non'] : ['yes', 'no'];
  if (typeof valueBoolean === 'boolean') return yesNo[valueBoolean ? 0 : 1];
  return (
    sayQuantity(element.valueQuantity, language) ??
    sayConcept(element.valueCodeableConcept) ??
    (valueString as string | undefined) ??
    (valueInteger === undefined ? undefined : String(valueInteger)) ??
    sayRange(element.valueRange, language) ??
    ratio(element.valueRatio, language) ??
    sayPeriod(element.valuePeriod) ??
    sayDay(valueDateTime as string | undefined) ??
    (valueTime as string | undefined) ??
    sayConcept(element.dataAbsentReason)
  );
}
