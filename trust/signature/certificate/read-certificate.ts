import type { KeyObject } from 'node:crypto';
import { keyOf, readSigned, type Verify, verifierOf } from './algorithm.ts';
import { type Der, ensure, integerOf, Malformed, membersOf, octetsOfBits, tagged, timeOf } from './der.ts';
import { type Extensions, readExtensions } from './extension.ts';
import { isSameName, type Name, readName } from './name.ts';

/** PEM, or DER in bytes. */
export type CertificateSource = string | Uint8Array;

/** A certificate as read (RFC 5280 §4.1); nothing of it is verified yet. */
export interface Certificate {
  readonly der: Buffer;
  readonly version: number;
  readonly serial: bigint;
  readonly issuer: Name;
  /** The Name of its subject in DER: what identifiers of certificates hash. */
  readonly subjectDer: Buffer;
  readonly subject: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** That each time is in the type that its year asks for (§4.1.2.5). */
  readonly timesConform: boolean;
  /** Undefined when it is of no kind that can be read. */
  readonly key: KeyObject | undefined;
  /** The bits of the public key, without their type. */
  readonly keyBits: Buffer;
  readonly extensions: Extensions;
  readonly signed: Der;
  /** Of its algorithm; undefined when that is not strong enough, or unknown. */
  readonly verify: Verify | undefined;
  /** That the algorithm is said twice alike (§4.1.1.2). */
  readonly algorithmAgrees: boolean;
  readonly signature: Buffer;
}

const pem = /^\s*-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----\s*$/;

/** The DER of a certificate, from PEM (RFC 7468) or as it is. @throws Malformed */
export function toDer(source: CertificateSource): Buffer {
  if (typeof source !== 'string') return Buffer.from(source);
  const [, body] = pem.exec(source) ?? [];
  ensure(body !== undefined, 'one certificate in PEM');
  return Buffer.from(body, 'base64');
}

const isRightType = (time: Der | undefined): boolean =>
  time?.tag === (timeOf(time).getUTCFullYear() < 2050 && timeOf(time).getUTCFullYear() >= 1950 ? 0x17 : 0x18);

/** Reads a certificate. @throws Malformed where it is not DER, or not a certificate. */
export function readCertificate(source: CertificateSource): Certificate {
  const der = toDer(source);
  ensure(der.length <= 1 << 20, 'a certificate of less than a mebibyte');
  const { signed, algorithm, signature } = readSigned(der);
  const all = membersOf(signed);
  const version = all[0]?.tag === 0xa0 ? Number(integerOf(all[0].children[0])) + 1 : 1;
  const [serial, inner, issuer, validity, subject, info, ...rest] = all[0]?.tag === 0xa0 ? all.slice(1) : all;
  ensure(info !== undefined && inner !== undefined && subject !== undefined, 'a whole certificate');
  const [notBefore, notAfter] = membersOf(validity);
  const list = tagged(rest, 3)?.children[0];
  return {
    der,
    version,
    serial: integerOf(serial),
    issuer: readName(issuer),
    subjectDer: subject.raw,
    subject: readName(subject),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    timesConform: isRightType(notBefore) && isRightType(notAfter),
    key: keyOf(info),
    keyBits: octetsOfBits(membersOf(info)[1]),
    extensions: readExtensions(list ? membersOf(list) : []),
    signed,
    verify: verifierOf(algorithm),
    algorithmAgrees: inner.raw.equals(algorithm.raw),
    signature: octetsOfBits(signature),
  };
}

/** The same, or undefined where it cannot be read. */
export function tryCertificate(source: CertificateSource): Certificate | undefined {
  try {
    return readCertificate(source);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** Issued by a subject of the same name (§3.2): not a step of the path. */
export const isSelfIssued = ({ issuer, subject }: Certificate): boolean => isSameName(issuer, subject);

/** Whether the issuer's key made the signature (§6.1.3 (a)(1)); never by an algorithm that is weak. */
export const isSignedBy = (certificate: Certificate, issuer: Certificate): boolean =>
  issuer.key !== undefined &&
  (certificate.verify?.(certificate.signed.raw, certificate.signature, issuer.key) ?? false);
