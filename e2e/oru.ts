/** Who a result is about, as a laboratory knows them. */
export interface Tested {
  /** Empty when the laboratory does not know it. */
  nam: string;
  family: string;
  given: string;
  /** `AAAAMMJJ`. */
  birthDate: string;
  sex: 'F' | 'M';
}

export interface Result {
  control: string;
  /** Filler order number: one report each. */
  filler: string;
  /** `AAAAMMJJhhmmss`. */
  at: string;
  loinc: string;
  name: string;
  value: string;
  unit: string;
  range: string;
  /** Table 0078; `N` when not given. */
  flag?: string;
}

/** Louise Gagnon of the demonstration. */
export const louise = (nam: string): Tested => ({
  nam: nam.replaceAll(' ', ''),
  family: 'Gagnon',
  given: 'Louise',
  birthDate: '19580314',
  sex: 'F',
});

/** An ORU^R01 with one result, as a hospital's laboratory sends it. */
export function oruR01({ nam, family, given, birthDate, sex }: Tested, result: Result): string {
  const { control, filler, at, loinc, name, value, unit, range, flag = 'N' } = result;
  return [
    `MSH|^~\\&|SIL|HOPITAL|CONTINUUM|RSSS|${at}-0500||ORU^R01^ORU_R01|${control}|P|2.5.1||||||UNICODE UTF-8`,
    `PID|1||${nam && `${nam}^^^RAMQ^JHN`}||${family}^${given}^^^^^L||${birthDate}|${sex}`,
    `OBR|1|P-${filler}^DME|${filler}^SIL|${loinc}^${name}^LN|||${at}-0500|||||||||||||||${at}-0500||LAB|F`,
    `OBX|1|NM|${loinc}^${name}^LN||${value}|${unit}^^UCUM|${range}|${flag}|||F|||${at}-0500`,
    '',
  ].join('\r');
}

/** `AAAAMMJJhhmmss`, so many days ago in the morning. */
export function morning(daysAgo: number): string {
  const day = new Date(Date.now() - daysAgo * 86_400_000);
  return `${day.toISOString().slice(0, 10).replaceAll('-', '')}073000`;
}

/** Julie Tremblay of the demonstration, who has chosen nothing of her results. */
export const julie = (nam: string): Tested => ({
  nam: nam.replaceAll(' ', ''),
  family: 'Tremblay',
  given: 'Julie',
  birthDate: '19850621',
  sex: 'F',
});
