import { hash } from 'node:crypto';
import { isSame } from '../same.ts';
import { readSigned } from './algorithm.ts';
import { always, endEntity, firstFailure } from './conformance.ts';
import {
  type Der,
  ensure,
  enumeratedOf,
  integerOf,
  membersOf,
  oidOf,
  readDer,
  tagged,
  timeOf,
} from './der.ts';
import { isSameName, readName } from './name.ts';
import { type Certificate, isSignedBy, readCertificate } from './read-certificate.ts';
import {
  type Asked,
  checkExtensions,
  checkSigned,
  checkSpan,
  known,
  type Revocation,
  reasonOf,
} from './revocation.ts';

const basic = '1.3.6.1.5.5.7.48.1.1';
const nonceId = '1.3.6.1.5.5.7.48.1.2';
const noCheck = '1.3.6.1.5.5.7.48.1.5';
const ocspSigning = '1.3.6.1.5.5.7.3.9';

const digests: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Whether a CertID means the certificate: by serial, and by its issuer's name and key (§4.1.1). */
function isAbout(id: Der | undefined, { certificate, issuer }: Asked): boolean {
  const [algorithm, nameHash, keyHash, serial] = membersOf(id);
  const digest = digests[oidOf(membersOf(algorithm)[0])];
  if (digest === undefined || nameHash === undefined || keyHash === undefined) return false;
  return (
    integerOf(serial) === certificate.serial &&
    isSame(nameHash.content, hash(digest, issuer.subjectDer, 'buffer')) &&
    isSame(keyHash.content, hash(digest, issuer.keyBits, 'buffer'))
  );
}

/** Whether the ResponderID, by name or by the SHA-1 of the key, means that certificate (§4.2.1). */
function isResponder(id: Der, { subject, keyBits }: Certificate): boolean {
  const [within] = id.children;
  if (id.tag === 0xa1) return isSameName(readName(within), subject);
  return id.tag === 0xa2 && within?.tag === 0x04 && isSame(within.content, hash('sha1', keyBits, 'buffer'));
}

/** A responder named by the issuer itself, for nothing but that, and never asked after in turn (§4.2.2.2). */
const isDelegate = (responder: Certificate, { issuer, moment }: Asked): boolean =>
  isSignedBy(responder, issuer) &&
  isSameName(responder.issuer, issuer.subject) &&
  firstFailure([...always.filter(([why]) => why !== 'critical-unknown'), ...endEntity], responder) ===
    undefined &&
  moment >= responder.notBefore &&
  moment <= responder.notAfter &&
  responder.extensions.extKeyUsage?.value.includes(ocspSigning) === true &&
  responder.extensions.unknown.some(({ id }) => id === noCheck) &&
  responder.extensions.unknown.every(({ id, critical }) => !critical || id === noCheck);

function signerOf(id: Der, certificates: readonly Der[], asked: Asked): Certificate {
  if (isResponder(id, asked.issuer)) return asked.issuer;
  const responder = certificates.map(({ raw }) => readCertificate(raw)).find(it => isResponder(id, it));
  known(responder !== undefined && isDelegate(responder, asked), 'signer-foreign');
  return responder;
}

/** The one BasicOCSPResponse within a successful response (§4.2.1). */
function basicOf(response: Uint8Array): Buffer {
  const [status, bytes] = membersOf(readDer(response));
  known(enumeratedOf(status) === 0n, 'not-successful');
  ensure(bytes?.tag === 0xa0, 'the bytes of a response');
  const [type, octets] = membersOf(bytes.children[0]);
  ensure(oidOf(type) === basic && octets?.tag === 0x04, 'a basic response');
  return octets.content;
}

/** The nonce of the question that was answered: an OCTET STRING within the extension's (RFC 9654 §2.1). */
function nonceOf(octets: Buffer | undefined): Buffer | undefined {
  const nonce = octets && readDer(octets);
  ensure(nonce === undefined || nonce.tag === 0x04, 'a nonce');
  return nonce?.content;
}

/** ResponseData, version 1. */
function readData(data: Der) {
  const members = membersOf(data);
  ensure(members[0]?.tag !== 0xa0, 'version 1, which is not written');
  const [responder, producedAt, responses, ...rest] = members;
  const extensions = tagged(rest, 1)?.children[0];
  const read = checkExtensions(extensions ? membersOf(extensions) : []);
  ensure(responder !== undefined, 'a responder');
  return {
    ...{ responder, producedAt: timeOf(producedAt), responses: membersOf(responses) },
    nonce: nonceOf(read.get(nonceId)),
  };
}

const revokedSince = (status: Der): Revocation => {
  const [at, reason] = status.children;
  const code = reason?.tag === 0xa0 ? enumeratedOf(reason.children[0]) : undefined;
  return { status: 'revoked', at: timeOf(at), reason: reasonOf(code) };
};

function statusOf(single: Der, { moment }: Asked): Revocation {
  const [, status, thisUpdate, ...rest] = membersOf(single);
  const extensions = tagged(rest, 1)?.children[0];
  checkExtensions(extensions ? membersOf(extensions) : []);
  checkSpan(thisUpdate, tagged(rest, 0)?.children[0], moment);
  if (status?.tag === 0x80) return { status: 'good' };
  return status?.tag === 0xa1 ? revokedSince(status) : { status: 'unknown', why: 'unknown-to-issuer' };
}

/**
 * What an OCSP response says of the certificate (RFC 6960 §3.2): signed by its issuer, or by a responder that the
 * issuer certified for this alone; about that very certificate; in force at the moment.
 */
export function readOcsp(response: Uint8Array, asked: Asked): Revocation {
  const der = basicOf(response);
  const structure = readSigned(der);
  const { responder, responses, producedAt } = readData(structure.signed);
  const certificates = tagged(membersOf(readDer(der)).slice(3), 0)?.children[0];
  checkSigned(structure, signerOf(responder, certificates ? membersOf(certificates) : [], asked));
  const single = responses.find(it => isAbout(membersOf(it)[0], asked));
  known(single !== undefined, 'not-asked-of');
  known(producedAt <= asked.moment, 'too-early');
  return statusOf(single, asked);
}

/** What a response says of itself; to be believed once `readOcsp` has been asked of it. */
export interface OcspStamp {
  producedAt: Date;
  /** What the question brought: the response cannot be older than whatever this was made of. */
  nonce: Buffer | undefined;
}

/** When a response says that it was made, and to which question. */
export function readStamp(response: Uint8Array): OcspStamp {
  const { producedAt, nonce } = readData(readSigned(basicOf(response)).signed);
  return { producedAt, nonce };
}
