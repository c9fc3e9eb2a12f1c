import { hash } from 'node:crypto';
import type { AuthorityKey } from './authority-key.ts';
import {
  AuthorityKeyIdentifierExtension,
  type Extension,
  type JsonNameParams,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from './x509.ts';

/** The subject of a certificate, as the parts of its distinguished name. */
export interface SubjectName {
  commonName: string;
  organization?: string;
  /** A reference, `Practitioner/<id>`; the attribute serialNumber (2.5.4.5). */
  reference?: string;
}

/** The CN, O and serialNumber of X.520 have upper bounds of 64 characters (RFC 5280, appendix A.1). */
const bounded = (text: string): string => [...text].slice(0, 64).join('');

export function toName({ commonName, organization, reference }: SubjectName): Name {
  const parts: JsonNameParams = [
    { C: [{ printableString: 'CA' }] },
    ...(organization ? [{ O: [{ utf8String: bounded(organization) }] }] : []),
    { CN: [{ utf8String: bounded(commonName) }] },
    ...(reference ? [{ '2.5.4.5': [{ printableString: bounded(reference) }] }] : []),
  ];
  return new Name(parts);
}

/** How long the key itself is, at the end of its SubjectPublicKeyInfo: a point of P-256, or of Ed25519 (44 bytes in all). */
const lengthOf = (spki: Buffer): number => (spki.length === 44 ? 32 : 65);

/** Identifier of a key (RFC 7093, §2, method 1): 160 bits of the SHA-256 of the key itself. Hexadecimal. */
export const toKeyIdentifier = (spki: Buffer): string =>
  hash('sha256', spki.subarray(-lengthOf(spki)), 'hex').slice(0, 40);

/** What the library asks of Web Crypto when it signs is one call: it goes to the authority's key, wherever that is. */
export function signingWith(key: AuthorityKey) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const sign = (_algorithm: unknown, _key: unknown, data: ArrayBuffer) => key.sign(new Uint8Array(data));
  return {
    signingAlgorithm: algorithm,
    signingKey: { algorithm } as unknown as CryptoKey,
    crypto: { subtle: { sign } } as unknown as Crypto,
  };
}

interface CertificateContent {
  /** 32 hexadecimal digits. */
  serial: string;
  subject: Name;
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Buffer;
  notBefore: Date;
  notAfter: Date;
  extensions: Extension[];
}

/** Makes and signs a certificate (RFC 5280): the extensions given, and the identifiers of both keys. Resolves to its DER. */
export async function makeCertificate(
  content: CertificateContent,
  issuer: { name: Name; key: AuthorityKey },
): Promise<Buffer> {
  const { signingAlgorithm, signingKey, crypto } = signingWith(issuer.key);
  const { serial, subject, publicKey, notBefore, notAfter } = content;
  const identifiers = [
    new SubjectKeyIdentifierExtension(toKeyIdentifier(publicKey)),
    new AuthorityKeyIdentifierExtension(toKeyIdentifier(issuer.key.publicKey)),
  ];
  const certificate = await X509CertificateGenerator.create(
    {
      ...{ serialNumber: serial, subject, issuer: issuer.name, notBefore, notAfter },
      ...{ signingAlgorithm, signingKey, publicKey: new Uint8Array(publicKey) },
      extensions: [...content.extensions, ...identifiers],
    },
    crypto,
  );
  return Buffer.from(certificate.rawData);
}
