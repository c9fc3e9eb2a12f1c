import { hash, X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { coalesce, type Pool, readingLimits } from '@continuum/record-database';
import { certificateCounts } from './authority/certificate-store.ts';

/** The certificate of a client, as the TLS connection of a request showed it and as it counts at that request. */
export interface ConnectionCertificate {
  der: Buffer;
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Buffer;
  /** `Device/<client id>`, of one that the platform's own authority issued; of another authority's, absent. */
  subject?: string;
}

/** What a connection showed: a certificate that counts, one that does not, or none. */
export type ShownCertificate = ConnectionCertificate | 'refused' | undefined;

/** Reads what the connection of a request showed; asked at each request. */
export type ReadCertificate = (socket: Socket) => Promise<ShownCertificate>;

interface Read {
  der: Buffer;
  publicKey: Buffer;
  sha256: string;
  /** Issued by the platform's own authority. */
  own: boolean;
  certificate: X509Certificate;
  from: number;
  to: number;
}

const subjects = `
  SELECT encode(c.sha256, 'hex') AS sha256, c.subject FROM service.certificate c
   WHERE c.sha256 IN (SELECT decode(h, 'hex') FROM unnest($1::text[]) h) AND ${certificateCounts('c', '$2')}`;

function read(socket: TLSSocket, issuing: X509Certificate): Read | 'refused' | undefined {
  const peer = socket.getPeerX509Certificate();
  if (peer === undefined) return undefined;
  // Its path was validated in the handshake, for client authentication, to the authorities that the listener trusts.
  if (!socket.authorized) return 'refused';
  return {
    der: peer.raw,
    publicKey: peer.publicKey.export({ type: 'spki', format: 'der' }),
    sha256: hash('sha256', peer.raw, 'hex'),
    own: peer.checkIssued(issuing) && peer.verify(issuing.publicKey),
    certificate: peer,
    from: peer.validFromDate.getTime(),
    to: peer.validToDate.getTime(),
  };
}

/**
 * Reads clients' certificates: the path is validated once a connection, by TLS; the dates at each request; and at each
 * request the database is asked whether the authority still stands by one of its own, so that what is revoked on one
 * process is refused on every other, also on a connection that is already open.
 * @param deps.issuing the authority's issuing certificate, DER.
 * @param deps.stands whether a certificate of another authority was not revoked, asked at each request; absent: it is not asked.
 */
export function createCertificateReader(deps: {
  pool: Pick<Pool, 'query'>;
  issuing: Uint8Array;
  stands?: (foreign: X509Certificate, now: Date) => Promise<boolean>;
  clock?: () => Date;
}): ReadCertificate {
  const { pool, stands, clock = () => new Date() } = deps;
  const issuing = new X509Certificate(deps.issuing);
  const known = new WeakMap<Socket, Read | 'refused' | undefined>();
  const asking = coalesce<string, string | undefined>(async hashes => {
    const rows = await pool.query<{ sha256: string; subject: string }>(
      subjects,
      [[...new Set(hashes)], clock()],
      'certificate-subject',
    );
    const found = new Map(rows.map(({ sha256, subject }) => [sha256, subject]));
    return hashes.map(hash => found.get(hash));
  }, readingLimits);
  return async socket => {
    if (!(socket instanceof TLSSocket)) return undefined;
    if (!known.has(socket)) known.set(socket, read(socket, issuing));
    const shown = known.get(socket);
    if (shown === undefined || shown === 'refused') return shown;
    const { der, publicKey, sha256, own, from, to } = shown;
    const now = clock();
    if (now.getTime() < from || now.getTime() > to) return 'refused';
    if (!own) return stands && !(await stands(shown.certificate, now)) ? 'refused' : { der, publicKey };
    const subject = await asking.put(sha256);
    return subject === undefined ? 'refused' : { der, publicKey, subject };
  };
}

/** A system, as far as its certificate is concerned. */
interface Client {
  clientId: string;
  /** The public keys that it registered. */
  jwks: { keys: readonly JsonWebKey[] };
}
type JsonWebKey = Record<string, unknown>;

const coordinatesOf = (spki: Buffer): { x: string; y: string } | undefined => {
  // An uncompressed point of P-256 is the end of its SubjectPublicKeyInfo (RFC 5480, §2.2).
  if (spki.length !== 91 || spki[26] !== 4) return undefined;
  return { x: spki.subarray(27, 59).toString('base64url'), y: spki.subarray(59).toString('base64url') };
};

/**
 * Whether a certificate is that of a system: issued to it by the platform's authority, or, of another authority that
 * is trusted, over a key that the system registered.
 */
export function isCertificateOf({ subject, publicKey }: ConnectionCertificate, client: Client): boolean {
  if (subject !== undefined) return subject === `Device/${client.clientId}`;
  const point = coordinatesOf(publicKey);
  return (
    point !== undefined &&
    client.jwks.keys.some(key => key.crv === 'P-256' && key.x === point.x && key.y === point.y)
  );
}
