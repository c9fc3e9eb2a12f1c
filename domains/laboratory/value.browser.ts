import {
  formatDate,
  formatDecimal,
  formatQuantity,
  formatUnit,
  useLanguage,
  useText,
} from '@continuum/ui-language';
import type { ResultRange, ResultValue } from './display.ts';
import { texts } from './texts.ts';

/** Writes values and ranges in the current language, with the decimals that the laboratory wrote. */
export function useValues() {
  const language = useLanguage();
  const say = useText(texts);
  const number = (value: number, places?: number) =>
    formatDecimal(places === undefined ? value : value.toFixed(places), language);
  const one = ({ number: value, places, comparator, unit, text, date }: ResultValue): string => {
    if (date) return formatDate(date);
    if (value === undefined) return text ?? '';
    const written = places === undefined ? value : value.toFixed(places);
    return formatQuantity({ value: written, comparator, unit }, language);
  };
  return {
    number,
    unit: (unit: string) => formatUnit(unit, language),
    values: (values: readonly ResultValue[]) => values.map(one).filter(Boolean).join('; '),
    range: (range: ResultRange | undefined): string => {
      const { low, high, text } = range ?? {};
      if (low !== undefined && high !== undefined)
        return say('from', { low: number(low), high: number(high) });
      if (low !== undefined) return say('atLeast', { low: number(low) });
      if (high !== undefined) return say('atMost', { high: number(high) });
      return text ?? '';
    },
  };
}
