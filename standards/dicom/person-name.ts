/** A person's name as DICOM writes it (PN, PS3.5 6.2.1.1). */
export interface PersonName {
  family?: string;
  given: string[];
  prefix?: string;
  suffix?: string;
}

/**
 * Parses a PN value: the first component group that holds something (alphabetic, ideographic, phonetic).
 * @returns undefined when it names nobody.
 */
export function parsePersonName(value: string | undefined): PersonName | undefined {
  const group = value?.split('=').find(candidate => candidate.replaceAll('^', '').trim() !== '');
  if (!group) return undefined;
  const [family, given, middle, prefix, suffix] = group.split('^').map(part => part.trim() || undefined);
  const names = [given, middle].filter(name => name !== undefined);
  return {
    given: names,
    ...(family && { family }),
    ...(prefix && { prefix }),
    ...(suffix && { suffix }),
  };
}

/** A name as a person reads it: `Prefix Given Family Suffix`. */
export const formatPersonName = ({ prefix, given, family, suffix }: PersonName): string =>
  [prefix, ...given, family, suffix].filter(part => part !== undefined).join(' ');
