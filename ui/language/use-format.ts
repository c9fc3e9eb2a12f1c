import { useMemo } from 'react';
import {
  formatAgo,
  formatDate,
  formatDateTime,
  formatDecimal,
  formatNam,
  formatName,
  formatNumber,
  formatQuantity,
  formatTime,
  type Quantity,
} from './format.ts';
import { useLanguage } from './texts.ts';

/** The formatters, bound to the current language. */
export function useFormat() {
  const language = useLanguage();
  return useMemo(
    () => ({
      date: formatDate,
      nam: formatNam,
      name: formatName,
      time: (value: string | Date) => formatTime(value, language),
      dateTime: (value: string | Date | undefined) => formatDateTime(value, language),
      number: (value: number) => formatNumber(value, language),
      decimal: (value: number | string) => formatDecimal(value, language),
      quantity: (quantity: Quantity | undefined) => formatQuantity(quantity, language),
      ago: (value: string | Date) => formatAgo(value, language),
    }),
    [language],
  );
}
