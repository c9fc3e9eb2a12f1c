/**
 * A name as the register compares it: upper case, accents stripped, `SAINT-`, `SAINTE-` and `STE-` read as
 * `ST`, everything that is not a letter A–Z dropped. `Ste-Marie` and `SAINTE MARIE` are both `STMARIE`.
 */
export function plainLetters(name: string): string {
  return name
    .toUpperCase()
    .replaceAll('Œ', 'OE')
    .replaceAll('Æ', 'AE')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(?<![A-Z])(?:SAINTE|SAINT|STE)(?=[^A-Z]+[A-Z])/g, 'ST')
    .replace(/[^A-Z]/g, '');
}

/**
 * The first four characters of a NAM: three letters of the family name at birth, padded with `X`, and the
 * initial of the given name.
 */
export function namPrefix(familyNameAtBirth: string, givenName: string): string {
  return plainLetters(familyNameAtBirth).slice(0, 3).padEnd(3, 'X') + (plainLetters(givenName)[0] ?? 'X');
}
