import type { PathFailure } from './path.ts';
import { type Certificate, isSelfIssued } from './read-certificate.ts';

export const serverAuth = '1.3.6.1.5.5.7.3.1';

/**
 * What a server's certificate must be on the web besides (CA/B Forum Baseline Requirements §7.1.2.7). Its common
 * name says nothing (RFC 9525 §2), neither for nor against it.
 */
export function checkServer({ extensions, subject }: Certificate): PathFailure | undefined {
  const uses = extensions.extKeyUsage;
  if (uses === undefined || uses.critical || !uses.value.includes(serverAuth)) return 'purpose-foreign';
  if (extensions.subjectAltName === undefined) return 'name-foreign';
  if (extensions.subjectAltName.critical && subject.parts.length > 0) return 'not-conforming';
  return undefined;
}

/** What a root must be besides (§7.1.2.1.3): its own key identifier and no other way of naming it; no purpose. */
export function checkRoot(root: Certificate): PathFailure | undefined {
  const { authorityKeyIdentifier: authority, subjectKeyIdentifier: own, extKeyUsage } = root.extensions;
  if (extKeyUsage !== undefined) return 'not-conforming';
  if (authority === undefined || !isSelfIssued(root)) return undefined;
  const { keyIdentifier, namesIssuer, namesSerial } = authority.value;
  return keyIdentifier === own?.value && !namesIssuer && !namesSerial ? undefined : 'not-conforming';
}
