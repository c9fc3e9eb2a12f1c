import { parsePurpose, purposes } from '@continuum/trust-access';
import { decodeJwt } from 'jose';
import { errors } from 'oidc-provider';

type Extensions = Partial<Record<'ihe_iua' | 'hl7-b2b', { purpose_of_use?: unknown }>>;

/** What a client wrote: `TREAT`, `system|code`, `system#code`, or a coding. */
function codeOf(written: unknown): string {
  if (typeof written === 'string') return written;
  const { system, code } = (written ?? {}) as { system?: unknown; code?: unknown };
  return system === undefined ? String(code) : `${system}|${code}`;
}

/** @throws InvalidRequest for what names no purpose that is known, or one that a person's application is never given */
function toCoding(written: unknown, personal: boolean) {
  const code = parsePurpose(codeOf(written));
  if (code === undefined)
    throw new errors.InvalidRequest(`purpose_of_use takes some of: ${Object.keys(purposes).join(', ')}`);
  const { system, named } = purposes[code];
  if (personal && named)
    throw new errors.InvalidRequest(`purpose_of_use: no application acts for ${code} in a person’s name`);
  return { system, code };
}

/**
 * The claim that bounds a token to the purposes that its client asks for (IHE IUA, `purpose_of_use`): named in the signed
 * assertion by which it authenticates, as IUA or UDAP B2B (`hl7-b2b`) write them. None: the token is bounded by none.
 * @param assertion `client_assertion`, verified already
 * @param personal whether the token acts for a person
 * @throws InvalidRequest
 */
export function purposeClaim(assertion: unknown, personal: boolean): Record<string, unknown> {
  if (typeof assertion !== 'string') return {};
  const extensions = decodeJwt(assertion).extensions as Extensions | undefined;
  const written = extensions?.ihe_iua?.purpose_of_use ?? extensions?.['hl7-b2b']?.purpose_of_use;
  if (written === undefined) return {};
  const codings = (Array.isArray(written) ? written : [written]).map(one => toCoding(one, personal));
  return { extensions: { ihe_iua: { purpose_of_use: codings } } };
}
