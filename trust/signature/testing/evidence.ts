import 'reflect-metadata';
import { hash, webcrypto } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  KeyHash,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Extension as AsnExtension,
  Certificate,
  CRLNumber,
  CRLReason,
} from '@peculiar/asn1-x509';
import { AsnEcSignatureFormatter, Extension, X509CrlGenerator } from '@peculiar/x509';
import { es256, type Issued } from './issue.ts';

const digest = (algorithm: string, data: ArrayBuffer | Uint8Array): Buffer =>
  hash(algorithm, new Uint8Array(data), 'buffer');

const parsed = ({ der }: Issued) => AsnConvert.parse(der, Certificate).tbsCertificate;
const keyBits = (issued: Issued) => parsed(issued).subjectPublicKeyInfo.subjectPublicKey;

/** Names a certificate as requests do, by SHA-256. */
function certIdOf(certificate: Issued, issuer: Issued): CertID {
  return new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: '2.16.840.1.101.3.4.2.1', parameters: null }),
    issuerNameHash: new OctetString(digest('sha256', AsnConvert.serialize(parsed(issuer).subject))),
    issuerKeyHash: new OctetString(digest('sha256', keyBits(issuer))),
    serialNumber: parsed(certificate).serialNumber,
  });
}

export interface Said {
  revoked?: { at: Date; reason: number };
  unknown?: boolean;
  thisUpdate: Date;
  nextUpdate?: Date;
  /** Who signs, when it is not the issuer. */
  responder?: Issued;
  /** The certificate that comes along. */
  enclosed?: Issued;
  status?: OCSPResponseStatus;
  /** Of the question; none when it is not said. */
  nonce?: Buffer;
}

const statusOf = ({ revoked, unknown }: Said): CertStatus => {
  if (unknown) return new CertStatus({ unknown: null });
  if (!revoked) return new CertStatus({ good: null });
  const revocationReason = new CRLReason(revoked.reason);
  return new CertStatus({ revoked: new RevokedInfo({ revocationTime: revoked.at, revocationReason }) });
};

async function signature(data: ArrayBuffer, { keys }: Issued): Promise<ArrayBuffer> {
  const signed = await webcrypto.subtle.sign(es256, keys.privateKey, data);
  return new AsnEcSignatureFormatter().toAsnSignature({ ...es256 }, signed)!;
}

/** An OCSP response, as an authority makes it. */
export async function makeOcsp(certificate: Issued, issuer: Issued, said: Said): Promise<Buffer> {
  const responder = said.responder ?? issuer;
  const data = new ResponseData({
    responderID: new ResponderID({ byKey: new KeyHash(digest('sha1', keyBits(responder))) }),
    producedAt: said.thisUpdate,
    responses: [
      new SingleResponse({
        certID: certIdOf(certificate, issuer),
        certStatus: statusOf(said),
        thisUpdate: said.thisUpdate,
        ...(said.nextUpdate && { nextUpdate: said.nextUpdate }),
      }),
    ],
    ...(said.nonce && {
      responseExtensions: [
        new AsnExtension({
          extnID: id_pkix_ocsp_nonce,
          extnValue: new OctetString(AsnConvert.serialize(new OctetString(said.nonce))),
        }),
      ],
    }),
  });
  const basic = new BasicOCSPResponse({
    tbsResponseData: data,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' }),
    signature: await signature(AsnConvert.serialize(data), responder),
    ...(said.enclosed && { certs: [AsnConvert.parse(said.enclosed.der, Certificate)] }),
  });
  const answer = new OCSPResponse({
    responseStatus: said.status ?? OCSPResponseStatus.successful,
    responseBytes: new ResponseBytes({
      responseType: id_pkix_ocsp_basic,
      response: new OctetString(AsnConvert.serialize(basic)),
    }),
  });
  return Buffer.from(AsnConvert.serialize(answer));
}

export interface Listed {
  entries?: { certificate: Issued; at: Date; reason?: number }[];
  thisUpdate: Date;
  nextUpdate?: Date;
  extensions?: Extension[];
}

/** A complete revocation list. */
export async function makeCrl(issuer: Issued, listed: Listed): Promise<Buffer> {
  const list = await X509CrlGenerator.create({
    issuer: issuer.subject,
    thisUpdate: listed.thisUpdate,
    ...(listed.nextUpdate && { nextUpdate: listed.nextUpdate }),
    entries: (listed.entries ?? []).map(({ certificate, at, reason }) => ({
      serialNumber: Buffer.from(parsed(certificate).serialNumber).toString('hex'),
      revocationDate: at,
      ...(reason !== undefined && { reason }),
    })),
    extensions: listed.extensions ?? [
      new Extension('2.5.29.20', false, AsnConvert.serialize(new CRLNumber(7))),
    ],
    signingAlgorithm: es256,
    signingKey: issuer.keys.privateKey as CryptoKey,
  });
  return Buffer.from(list.rawData);
}
