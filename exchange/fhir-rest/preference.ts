import { fhirError } from './fhir-error.ts';

/** What the client prefers (RFC 7240; R4 3.1.0.1.7 and 3.1.1.2). */
export interface Preference {
  return?: 'minimal' | 'representation' | 'OperationOutcome';
  handling?: 'strict' | 'lenient';
  /** The client would rather come back for the answer (R4 3.1.0.12). */
  async?: true;
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
    ...(/(?:^|[,;\s])respond-async(?:$|[,;\s])/.test(header) ? { async: true as const } : {}),
    ...(handling ? { handling: handling as Preference['handling'] } : {}),
  };
}

/**
 * An interaction is answered at once: whoever would come back for its answer is told so, unless they said that they mind
 * nothing (`handling=lenient`). Operations decide for themselves.
 * @throws FhirError 400
 */
export function checkAsync({ async, handling }: Preference): void {
  if (async && handling !== 'lenient')
    throw fhirError(
      400,
      'not-supported',
      'This is answered at once: leave out the preference respond-async.',
    );
}
