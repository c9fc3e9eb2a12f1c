/** What the client prefers (RFC 7240; R4 3.1.0.1.7 and 3.1.1.2). */
export interface Preference {
  return?: 'minimal' | 'representation' | 'OperationOutcome';
  handling?: 'strict' | 'lenient';
}

const value = (header: string, name: string, allowed: string): string | undefined =>
  new RegExp(`(?:^|[,;\\s])${name}\\s*=\\s*"?(${allowed})"?(?:$|[,;\\s])`).exec(header)?.[1];

/** Reads a `Prefer` header; what is not understood is not a preference. */
export function parsePreference(header: string | undefined): Preference {
  if (header === undefined) return {};
  const returned = value(header, 'return', 'minimal|representation|OperationOutcome');
  const handling = value(header, 'handling', 'strict|lenient');
  return {
    ...(returned ? { return: returned as Preference['return'] } : {}),
    ...(handling ? { handling: handling as Preference['handling'] } : {}),
  };
}
