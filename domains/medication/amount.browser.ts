import { useFormat, useText } from '@continuum/ui-language';
import type { Amount } from './display.ts';
import { texts } from './texts.ts';

/** Quantities and lengths of supply, in words. */
export function useAmounts() {
  const say = useText(texts);
  const format = useFormat();
  const days = (count: number | undefined) => (count === undefined ? '' : say('days', { count }));
  return {
    days,
    amount: (amount: Amount | undefined) => format.quantity(amount),
    supply: (amount: Amount | undefined, count: number | undefined) =>
      [format.quantity(amount), count === undefined ? '' : say('for', { days: days(count) })]
        .filter(Boolean)
        .join(' '),
  };
}
