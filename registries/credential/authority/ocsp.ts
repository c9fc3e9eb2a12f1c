import { hash } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  KeyHash,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, CRLReason, Extension } from '@peculiar/asn1-x509';
import type { AuthorityKey } from './authority-key.ts';
import { type Certificate, type Queryable, revocationReasons } from './certificate-store.ts';
import { AsnEcSignatureFormatter } from './x509.ts';

type Status = Pick<Certificate, 'serial' | 'revoked' | 'reason'>;

/** Of whom the responder speaks: the name and the key of the issuer, as requests digest them. */
export interface StatusIssuer {
  /** DER of the distinguished name. */
  name: Buffer;
  key: AuthorityKey;
}

const sha256 = '2.16.840.1.101.3.4.2.1';
const digests: Record<string, string> = { '1.3.14.3.2.26': 'sha1', [sha256]: 'sha256' };
const most = 20;
const lifetime = 3_600_000;
/** A nonce is 1 to 128 octets (RFC 9654, §2.1): its DER has two or three more. */
const longestNonce = 131;

const digest = (algorithm: string, data: Buffer): Buffer => hash(algorithm, data, 'buffer');
const point = ({ key }: StatusIssuer): Buffer => key.publicKey.subarray(-65);

/** The serial number, as the authority writes it; undefined for a certificate of somebody else. */
function serialOf(id: CertID, issuer: StatusIssuer): string | undefined {
  const algorithm = digests[id.hashAlgorithm.algorithm];
  if (algorithm === undefined) return undefined;
  const sameName = digest(algorithm, issuer.name).equals(Buffer.from(id.issuerNameHash.buffer));
  const sameKey = digest(algorithm, point(issuer)).equals(Buffer.from(id.issuerKeyHash.buffer));
  const serial = Buffer.from(id.serialNumber).toString('hex').replace(/^0+/, '').padStart(32, '0');
  return sameName && sameKey ? serial : undefined;
}

function toStatus(status: Status | undefined): CertStatus {
  if (status === undefined) return new CertStatus({ unknown: null });
  if (status.revoked === null) return new CertStatus({ good: null });
  const revocationReason = new CRLReason(revocationReasons[status.reason!]);
  return new CertStatus({ revoked: new RevokedInfo({ revocationTime: status.revoked, revocationReason }) });
}

const find = `SELECT serial, date_trunc('second', revoked) AS revoked, reason FROM service.certificate
  WHERE serial = ANY($1)`;

async function statusesOf(db: Queryable, ids: readonly CertID[], issuer: StatusIssuer) {
  const serials = ids.map(id => serialOf(id, issuer));
  const rows = await db.query<Status>(find, [serials.filter(serial => serial !== undefined)], 'ocsp');
  const known = new Map(rows.map(row => [row.serial, row]));
  return serials.map(serial => (serial === undefined ? undefined : known.get(serial)));
}

function parseRequest(der: Uint8Array): OCSPRequest | undefined {
  try {
    const request = AsnConvert.parse(der, OCSPRequest);
    const { length } = request.tbsRequest.requestList;
    return length >= 1 && length <= most ? request : undefined;
  } catch {
    return undefined;
  }
}

const nonceOf = (request: OCSPRequest) =>
  (request.tbsRequest.requestExtensions ?? []).filter(
    ({ extnID, extnValue }) => extnID === id_pkix_ocsp_nonce && extnValue.byteLength <= longestNonce,
  );

const nonceExtension = (nonce: Buffer): Extension =>
  new Extension({
    extnID: id_pkix_ocsp_nonce,
    critical: false,
    extnValue: new OctetString(AsnConvert.serialize(new OctetString(nonce))),
  });

const failed = (responseStatus: OCSPResponseStatus): Buffer =>
  Buffer.from(AsnConvert.serialize(new OCSPResponse({ responseStatus })));

async function sign(data: ResponseData, key: AuthorityKey): Promise<Buffer> {
  const signed = await key.sign(new Uint8Array(AsnConvert.serialize(data)));
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const basic = new BasicOCSPResponse({
    tbsResponseData: data,
    // ecdsa-with-SHA256 (RFC 5758, §3.2).
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' }),
    signature: new AsnEcSignatureFormatter().toAsnSignature(algorithm, new Uint8Array(signed).buffer)!,
  });
  const response = new OctetString(AsnConvert.serialize(basic));
  const answer = new OCSPResponse({
    responseStatus: OCSPResponseStatus.successful,
    responseBytes: new ResponseBytes({ responseType: id_pkix_ocsp_basic, response }),
  });
  return Buffer.from(AsnConvert.serialize(answer));
}

/**
 * Answers an OCSP request (RFC 6960): good, revoked since when and why, or unknown, of each certificate it names,
 * signed by the issuer itself (§4.2.2.2), with the request's nonce. What is not a request is answered as malformed.
 */
export async function answerStatus(
  db: Queryable,
  issuer: StatusIssuer,
  request: Uint8Array,
  now: Date,
): Promise<Buffer> {
  const asked = parseRequest(request);
  if (asked === undefined) return failed(OCSPResponseStatus.malformedRequest);
  const ids = asked.tbsRequest.requestList.map(({ reqCert }) => reqCert);
  const statuses = await statusesOf(db, ids, issuer);
  return respond(issuer, ids, statuses, now, nonceOf(asked));
}

async function respond(
  issuer: StatusIssuer,
  ids: readonly CertID[],
  statuses: readonly (Status | undefined)[],
  now: Date,
  nonce: ReturnType<typeof nonceOf>,
): Promise<Buffer> {
  // GeneralizedTime has no fraction of a second here (RFC 5280, §4.1.2.5.2).
  const second = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const data = new ResponseData({
    responderID: new ResponderID({ byKey: new KeyHash(digest('sha1', point(issuer))) }),
    producedAt: second,
    responses: ids.map(
      (certID, index) =>
        new SingleResponse({
          certID,
          certStatus: toStatus(statuses[index]),
          thisUpdate: second,
          nextUpdate: new Date(second.getTime() + lifetime),
        }),
    ),
    ...(nonce.length > 0 && { responseExtensions: nonce.slice(0, 1) }),
  });
  return sign(data, issuer.key);
}

/**
 * What the responder would answer about one of its own certificates, now: to be kept with what that certificate signs, so that
 * nobody has to be asked later (RFC 6961 staples it to a handshake so). DER.
 * @param nonce of what was signed: the answer then shows by itself that it was there (RFC 9654 §2.1).
 */
export async function statusNow(
  db: Queryable,
  issuer: StatusIssuer,
  serial: string,
  now: Date,
  nonce?: Buffer,
): Promise<Buffer> {
  const id = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: sha256, parameters: null }),
    issuerNameHash: new OctetString(digest('sha256', issuer.name)),
    issuerKeyHash: new OctetString(digest('sha256', point(issuer))),
    serialNumber: positive(Buffer.from(serial, 'hex')),
  });
  const extensions = nonce === undefined ? [] : [nonceExtension(nonce)];
  return respond(issuer, [id], await statusesOf(db, [id], issuer), now, extensions);
}

/** The octets of a positive INTEGER (X.690 §8.3): no zeros in front but the one that keeps it positive. */
function positive(bytes: Buffer): ArrayBuffer {
  const first = bytes.findIndex(byte => byte !== 0);
  const short = bytes.subarray(first);
  const octets = short[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short;
  return new Uint8Array(octets).buffer;
}
