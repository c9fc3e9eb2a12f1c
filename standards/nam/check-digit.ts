/** Weights of the fourteen recomposed characters (INSPQ's published algorithm). */
const weights = [1, 3, 7, 9, 1, 7, 1, 3, 4, 5, 7, 6, 9, 1] as const;

/** EBCDIC (Cp1047) places A–I, J–R, S–Z and 0–9 in four separate runs. */
function ebcdic(character: string): number {
  const code = character.charCodeAt(0);
  if (character <= '9') return 240 + (code - 48);
  if (character <= 'I') return 193 + (code - 65);
  if (character <= 'R') return 209 + (code - 74);
  return 226 + (code - 83);
}

/** What the check digit is computed from; the NAM itself carries neither the century nor the real month. */
export interface CheckedParts {
  /** Positions 1–4. */
  prefix: string;
  /** Four digits. */
  year: number;
  month: number;
  day: number;
  sex: 'M' | 'F';
  /** Position 11. */
  sequence: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The twelfth character of the NAM of these parts: `TREM2004M12192` gives `5`. */
export function checkDigit({ prefix, year, month, day, sex, sequence }: CheckedParts): string {
  const recomposed = `${prefix}${year}${sex}${two(month)}${two(day)}${sequence}`;
  const sum = weights.reduce((total, weight, i) => total + weight * ebcdic(recomposed.charAt(i)), 0);
  return String(sum % 10);
}
