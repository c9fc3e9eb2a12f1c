import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate of the tests, with its key. */
export interface Issued {
  pem: string;
  der: Buffer;
  subject: string;
  keys: webcrypto.CryptoKeyPair;
}

export interface Wanted {
  subject?: string;
  /** Without one, self-signed. */
  issuer?: Issued;
  isAuthority?: boolean;
  pathLen?: number;
  usages?: number;
  purposes?: string[];
  dns?: string[];
  uris?: string[];
  notBefore?: Date;
  notAfter?: Date;
  extensions?: Extension[];
  keys?: webcrypto.CryptoKeyPair;
}

export const es256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(es256, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

async function identifiers(own: webcrypto.CryptoKey, issuer: webcrypto.CryptoKey): Promise<Extension[]> {
  return [
    await SubjectKeyIdentifierExtension.create(own as CryptoKey),
    await AuthorityKeyIdentifierExtension.create(issuer as CryptoKey),
  ];
}

function usual(wanted: Wanted): Extension[] {
  const { isAuthority = false, pathLen, purposes, dns = [], uris = [] } = wanted;
  const names = [
    ...dns.map(value => ({ type: 'dns' as const, value })),
    ...uris.map(value => ({ type: 'url' as const, value })),
  ];
  const usages = isAuthority
    ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
    : KeyUsageFlags.digitalSignature;
  return [
    new BasicConstraintsExtension(isAuthority, pathLen, true),
    new KeyUsagesExtension(wanted.usages ?? usages, true),
    ...(purposes ? [new ExtendedKeyUsageExtension(purposes)] : []),
    ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
    ...(wanted.extensions ?? []),
  ];
}

/** Issues a certificate as an authority would, good from 2026 to 2036 unless it is asked otherwise. */
export async function issue(wanted: Wanted = {}): Promise<Issued> {
  const keys = wanted.keys ?? (await makeKeys());
  const subject = wanted.subject ?? 'CN=Subject';
  const signer = wanted.issuer?.keys ?? keys;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    subject,
    issuer: wanted.issuer?.subject ?? subject,
    notBefore: wanted.notBefore ?? new Date('2026-01-01T00:00:00Z'),
    notAfter: wanted.notAfter ?? new Date('2036-01-01T00:00:00Z'),
    signingAlgorithm: es256,
    publicKey: keys.publicKey as CryptoKey,
    signingKey: signer.privateKey as CryptoKey,
    extensions: [...usual(wanted), ...(await identifiers(keys.publicKey, signer.publicKey))],
  });
  return { pem: certificate.toString('pem'), der: Buffer.from(certificate.rawData), subject, keys };
}

/** An extension that nobody understands. */
export const strange = (critical: boolean): Extension =>
  new Extension('1.2.3.4', critical, Buffer.from([5, 0]));

/** That nobody asks after a responder in turn (RFC 6960 §4.2.2.2.1). */
export const noCheck = new Extension('1.3.6.1.5.5.7.48.1.5', false, Buffer.from([5, 0]));

/** A root, an authority below it, and what the authority issues. */
export async function makeHouse(): Promise<{ root: Issued; authority: Issued }> {
  const root = await issue({ subject: 'CN=Root,O=Territory', isAuthority: true });
  return {
    root,
    authority: await issue({ subject: 'CN=Authority', isAuthority: true, pathLen: 0, issuer: root }),
  };
}
