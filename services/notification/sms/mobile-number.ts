import { elsewhereAreaCodes, serviceAreaCodes } from './nanp.data.ts';

/** `shape`: it is no number. `elsewhere`: no message leaves from here for that country. */
export type MobileProblem = 'shape' | 'elsewhere';

const separators = /[\s().\-\u2010\u2011]/g;
const international = /^\+[1-9]\d{7,14}$/;
/** Area code and exchange: neither begins with 0 or 1, nor is N11. */
const northAmerican = /^\+1(?!\d11)([2-9]\d{2})(?!\d11)[2-9]\d{6}$/;

/** As E.164 writes it; ten digits, or eleven that begin with 1, are of North America. */
function toInternational(text: string): string {
  const digits = text.replace(separators, '');
  if (/^\d{10}$/.test(digits)) return `+1${digits}`;
  return /^1\d{10}$/.test(digits) ? `+${digits}` : digits;
}

/**
 * A mobile number as a person writes it, in E.164: `514 555-0199` → `+15145550199`.
 * @param prefixes what numbers may begin with; `+1` is Canada and the United States, the other countries of its plan
 *   need their own (`+1876`)
 */
export function toMobile(
  text: string,
  prefixes: readonly string[],
): { mobile: string } | { problem: MobileProblem } {
  const mobile = toInternational(text.trim());
  const areaCode = northAmerican.exec(mobile)?.[1];
  const shaped = mobile.startsWith('+1') ? areaCode !== undefined : international.test(mobile);
  if (!shaped || serviceAreaCodes.has(areaCode ?? '')) return { problem: 'shape' };
  const reached = prefixes.some(
    prefix => mobile.startsWith(prefix) && !(prefix === '+1' && elsewhereAreaCodes.has(areaCode ?? '')),
  );
  return reached ? { mobile } : { problem: 'elsewhere' };
}

/** A number of E.164 as people of its country read it: `514 555-0199`; others as they are. */
export const showMobile = (mobile: string): string =>
  mobile.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '$1\u00a0$2\u2011$3');
