import { hash, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type CrlFacts, checkRevocation, crlFacts } from '@continuum/trust-signature';
import type { Logger } from 'pino';
import { BadSetting, type Settings } from './settings.ts';

interface List extends CrlFacts {
  der: Buffer;
}

const begin = '-----BEGIN X509 CRL-----';
const inPem = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/g;

/** The lists of a file: several in PEM (RFC 7468 §7), or one in DER. @throws Error that says what is wrong */
function listsOf(bytes: Buffer): List[] {
  const text = bytes.toString('latin1');
  const ders = text.includes(begin)
    ? [...text.matchAll(inPem)].map(([, body]) => Buffer.from(body!, 'base64'))
    : [bytes];
  // One whose end is missing, of a file that is being written, is not left out in silence.
  if (ders.length !== Math.max(1, text.split(begin).length - 1)) throw new Error('a list in it is not whole');
  return ders.map(der => {
    const facts = crlFacts(der);
    if ('why' in facts) throw new Error(`a list in it is not one of RFC 5280 (${facts.why})`);
    return { der, ...facts };
  });
}

const certificateInPem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const authoritiesOf = (bytes: Buffer): X509Certificate[] =>
  [...bytes.toString('latin1').matchAll(certificateInPem)].map(([pem]) => new X509Certificate(pem));

interface Followed<T> {
  setting: string;
  path: string;
  parse: (bytes: Buffer) => T;
  first: T;
  log: Pick<Logger, 'error' | 'info'>;
}

/** What a file says, read again when it changes; what it said before stays while it cannot be read. */
function follow<T>({ setting, path, parse, first, log }: Followed<T>): () => Promise<T> {
  let said = first;
  let seen: string | undefined;
  return async () => {
    const now = await stat(path, { bigint: true }).then(
      ({ mtimeNs, size, ino }) => `${mtimeNs} ${size} ${ino}`,
      () => 'absent',
    );
    if (now === seen) return said;
    try {
      said = parse(await readFile(path));
      if (seen !== undefined) log.info({ path }, `${setting} was read again`);
    } catch (error) {
      log.error({ err: error, path }, `${setting} cannot be read: what it said before stands`);
    }
    seen = now;
    return said;
  };
}

interface Judged {
  good: boolean;
  /** Until when it need not be asked again, of the same lists. */
  until: number;
  /** Why nothing is known; whoever operates the platform mends it. */
  problem?: string;
}

const ended = (lists: readonly List[], now: Date): string | undefined => {
  const [list] = lists.filter(({ until }) => until < now);
  return list && `the list of ${list.issuer} ended ${list.until.toISOString()}`;
};

/** Whether an issuer's list in force says that it did not revoke a certificate (RFC 5280 §6.3). */
function judge(
  certificate: X509Certificate,
  issuer: X509Certificate,
  lists: readonly List[],
  now: Date,
): Judged {
  const question = { certificate: certificate.raw, issuer: issuer.raw, moment: now };
  const said = lists.map(list => ({ list, ...checkRevocation({ crl: list.der }, question) }));
  const good = said.filter(({ status }) => status === 'good');
  const revoked = said.some(({ status }) => status === 'revoked');
  const until = Math.max(0, ...good.map(({ list }) => list.until.getTime()));
  if (revoked || good.length > 0) return { good: !revoked, until };
  const own = said.filter(it => it.status === 'unknown' && it.why === 'too-old').map(({ list }) => list);
  const problem = ended(own, now) ?? `no list in force of ${issuer.subject.replaceAll('\n', ', ')}`;
  return { good: false, until: 0, problem };
}

const issued = (certificate: X509Certificate) => (issuer: X509Certificate) =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
const isSelfIssued = (certificate: X509Certificate): boolean => issued(certificate)(certificate);

const longest = 8;

const notGiven = ({ issuer }: X509Certificate): string =>
  `the certificate of ${issuer.replaceAll('\n', ', ')} is not in TLS_CLIENT_CA, which holds each authority up to the root`;

/**
 * Each of a path, up to the root, by the list of its issuer. Authorities are those that we were given: what a client sends along is not
 * asked, for whoever took an authority's key could have made it certify itself.
 */
function judgePath(certificate: X509Certificate, { authorities, lists }: Evidence, now: Date): Judged {
  let until = Number.POSITIVE_INFINITY;
  let next = certificate;
  for (let steps = 0; steps < longest; steps++) {
    const issuer = authorities.find(issued(next));
    if (issuer === undefined) return { good: false, until: 0, problem: notGiven(next) };
    const judged = judge(next, issuer, lists, now);
    if (!judged.good) return judged;
    until = Math.min(until, judged.until);
    if (isSelfIssued(issuer)) return { good: true, until };
    next = issuer;
  }
  return { good: false, until: 0, problem: 'its path is too long' };
}

interface Evidence {
  authorities: readonly X509Certificate[];
  lists: readonly List[];
}

const capacity = 10_000;

/** What was judged, until the files change. */
function remembering(log: Pick<Logger, 'error'>) {
  let known = new Map<string, Judged>();
  let of: Evidence = { authorities: [], lists: [] };
  let told = 0;
  const tell = (problem: string, subject: string, now: Date): void => {
    if (now.getTime() - told < tellAgain) return;
    told = now.getTime();
    const refused = 'certificates of that authority are refused until that is mended';
    log.error({ subject }, `TLS_CLIENT_CRL: ${problem}; ${refused}`);
  };
  return (foreign: X509Certificate, evidence: Evidence, now: Date): boolean => {
    if (evidence.lists !== of.lists || evidence.authorities !== of.authorities) known = new Map();
    of = evidence;
    const key = hash('sha256', foreign.raw, 'base64');
    const before = known.get(key);
    if (before && now.getTime() <= before.until) return before.good;
    const judged = judgePath(foreign, evidence, now);
    if (known.size > capacity) known.clear();
    known.set(key, judged);
    if (judged.problem) tell(judged.problem, foreign.subject, now);
    return judged.good;
  };
}

const tellAgain = 60_000;

/** Whether a certificate of another authority was not revoked. */
export type ClientRevocation = (foreign: X509Certificate, now: Date) => Promise<boolean>;

/**
 * Whether a certificate of another authority still stands, by the lists in `TLS_CLIENT_CRL`: asked at each request, also on a
 * connection that is open, of each certificate of its path but the root. Without a list in force of its issuer, it does not, and the
 * log says which list is missing. ([Why not Node's own](../../docs/decisions/0032-revocation-lists-at-each-request.md).)
 * @returns undefined where no list is named: in the demonstration, revocations are then not asked for
 * @throws BadSetting
 */
export async function openClientRevocation(
  { tlsClientCrl: path, tlsClientCa, demonstration }: Settings,
  log: Pick<Logger, 'error' | 'info'>,
): Promise<ClientRevocation | undefined> {
  if (tlsClientCa === undefined) return undefined;
  if (path === undefined && demonstration) return undefined;
  if (path === undefined)
    throw new BadSetting(
      'TLS_CLIENT_CRL',
      'it is missing; give the file of the revocation lists of the authorities in TLS_CLIENT_CA.',
    );
  const first = await readFile(path)
    .then(listsOf)
    .catch((cause: Error) => {
      throw new BadSetting(
        'TLS_CLIENT_CRL',
        `${path} cannot be used (${cause.message}); give lists in PEM, or one in DER.`,
      );
    });
  const lists = follow({ setting: 'TLS_CLIENT_CRL', path, parse: listsOf, first, log });
  const authorities = follow({
    ...{ setting: 'TLS_CLIENT_CA', path: tlsClientCa, parse: authoritiesOf, log },
    first: await readFile(tlsClientCa).then(authoritiesOf, (cause: Error) => {
      throw new BadSetting(
        'TLS_CLIENT_CA',
        `${tlsClientCa} cannot be read (${cause.message}); give a PEM file.`,
      );
    }),
  });
  const stands = remembering(log);
  return async (foreign, now) =>
    stands(foreign, { authorities: await authorities(), lists: await lists() }, now);
}
