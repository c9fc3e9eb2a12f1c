import { createPublicKey, type X509Certificate } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import type { DoorEvent } from '@continuum/record-gate';
import { platformActor } from '@continuum/trust-access';
import type { PageOf } from '../page-cursor.ts';
import type { KeyKeeper } from './authority-key.ts';
import { type AuthorityState, readAuthorityState } from './authority-state.ts';
import { type CertificateProfile, holderExtensions, profiles } from './certificate-profile.ts';
import { type CertificateQuery, type ShownCertificate, searchCertificates } from './certificate-register.ts';
import {
  type Certificate,
  changeCertificate,
  keepCertificate,
  listCertificates,
  type Queryable,
  type RevocationReason,
} from './certificate-store.ts';
import { certifyJournalKey, type JournalKey, journalCertificateAt } from './journal-certificate.ts';
import { makeCertificate, toName } from './make-certificate.ts';
import { answerStatus, statusNow } from './ocsp.ts';
import { newSerial, openAuthorityKeys } from './open-authority.ts';
import { revocationListAt } from './revocation-list.ts';
import { type Name, X509Certificate as ParsedCertificate } from './x509.ts';

/** What is asked of the authority: to certify that a public key is somebody's. */
export interface CertificateRequest {
  profile: CertificateProfile;
  /** `Practitioner/<id>`, `Organization/<id>`, `Device/<client id>`: as the profile says. */
  subject: string;
  /** As a person reads it: the common name. */
  name: string;
  /** The name of the organization on whose behalf. */
  organization?: string;
  /** SubjectPublicKeyInfo, DER, of a P-256 key whose private half the subject was seen to hold. */
  publicKey: Buffer;
  /** Systems: names of its hosts. */
  hosts?: readonly string[];
}

/** A request of the authority that it does not grant; the message says which part and the mend. */
export class CertificateRefused extends Error {
  readonly statusCode = 400;
}

/** Who asks for a change, from where. */
export type Caller = Pick<DoorEvent, 'actor' | 'origin'>;

/** The certificate authority. Every change is kept with who made it, and is in the journal, before it resolves. */
export interface Authority {
  /** Certificates in PEM: the root alone, and the chain from the issuing one to the root. */
  root: string;
  chain: string;
  /** The issuing certificate, DER. */
  issuing: Buffer;
  /**
   * Issues a certificate. @param db the transaction that it is part of; the pool when it stands alone.
   * @throws CertificateRefused
   */
  issue(request: CertificateRequest, by: Caller, db?: Queryable): Promise<Certificate>;
  /** Revokes for good; refused from the next request on, on every process. Undefined when it cannot: see `changeCertificate`. */
  revoke(serial: string, reason: RevocationReason, by: Caller): Promise<string | undefined>;
  list(subject?: string): Promise<Certificate[]>;
  /** A page of what it issued, newest first, as it is looked for. @throws CursorRefused */
  search(query: CertificateQuery): Promise<PageOf<ShownCertificate>>;
  /** How it stands: its own certificates, its list, how many certificates in which state. */
  state(): Promise<AuthorityState>;
  /** The certificate revocation list, DER. */
  revocationList(): Promise<Buffer>;
  /** What OCSP answers now about a certificate that it issued, over what it signed (`signatureNonce`): kept with that. DER. */
  statusOf(serial: string, nonce?: Buffer): Promise<Buffer>;
  /**
   * Certifies the key that signs the journal's heads, for telling time and nothing else; keeps the certificate that is there
   * while it counts for three months more. Nobody's request leads here: it is done when the server starts.
   */
  certifyJournal(key: JournalKey): Promise<void>;
  /** The certificate of that journal's key at that moment, and the authority's, DER; undefined when none counted. */
  journalCertificates(key: string, moment: Date): Promise<Buffer[] | undefined>;
  /** The answer to an OCSP request, both DER. */
  answerStatus(request: Uint8Array): Promise<Buffer>;
}

const day = 86_400_000;
const host =
  /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

function isP256(publicKey: Buffer): boolean {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: publicKey, type: 'spki', format: 'der' });
    return asymmetricKeyDetails?.namedCurve === 'prime256v1' && publicKey.length === 91;
  } catch {
    return false;
  }
}

/** The first thing that is wrong with a request, with its mend. */
function problemOf({
  profile,
  subject,
  name,
  publicKey,
  hosts = [],
}: CertificateRequest): string | undefined {
  const wrongHost = hosts.find(value => !host.test(value));
  const checks: [boolean, string][] = [
    [
      !profiles[profile].subject.test(subject),
      `subject: "${subject}" cannot bear a certificate of the profile ${profile}.`,
    ],
    [name.trim() === '', 'name: it is empty; give the name of who bears the certificate.'],
    [
      hosts.length > 0 && profile !== 'system',
      'hosts: only a system has hosts; leave them out, or use the profile system.',
    ],
    [wrongHost !== undefined, `hosts: "${wrongHost}" is not the name of a host in lower case.`],
    [
      !isP256(publicKey),
      'publicKey: it is not an uncompressed point of P-256; make the key with that curve.',
    ],
  ];
  return checks.find(([wrong]) => wrong)?.[1];
}

const certify = async (
  request: CertificateRequest,
  issuer: Parameters<typeof makeCertificate>[1] & { expires: Date },
  publicUrl: string,
  now: Date,
): Promise<Omit<Certificate, 'revoked' | 'reason'>> => {
  const { profile, subject, name, organization, publicKey, hosts = [] } = request;
  const issued = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const end = issued.getTime() + profiles[profile].days * day;
  const expires = new Date(Math.min(end, issuer.expires.getTime()));
  const content = {
    serial: newSerial(),
    subject: toName({ commonName: name, reference: subject, ...(organization && { organization }) }),
    publicKey,
    notBefore: issued,
    notAfter: expires,
    extensions: holderExtensions({ profile, subject, hosts }, publicUrl),
  };
  const der = await makeCertificate(content, issuer);
  return { serial: content.serial, profile, subject, name, der, issued, expires };
};

/** What the authority does by itself. */
const itself: Caller = {
  actor: platformActor,
  origin: { request: 'authority', address: 'local', channel: 'platform' },
};

const nameOf = ({ raw }: X509Certificate): Name => new ParsedCertificate(raw).subjectName;

/**
 * Opens the certificate authority over the database and its keys; makes both when there is none.
 * @param deps.folder `$CONTINUUM_DATA/pki`
 * @param deps.publicUrl where `/pki` is reached; part of each certificate.
 * @throws Error with one line that names the setting and the mend
 */
export async function openAuthority(deps: {
  pool: Pool;
  folder: string;
  keeper: KeyKeeper;
  publicUrl: string;
  /** Whether the authority is made when there is none. */
  create: boolean;
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}): Promise<Authority> {
  const { pool, publicUrl, clock = () => new Date() } = deps;
  const { root, issuing, key } = await openAuthorityKeys({ ...deps, now: clock() });
  const note = (action: DoorEvent['action'], by: Caller, about: string, why?: RevocationReason) =>
    deps.journal({ action, outcome: 'success', ...by, about, ...(why && { why }) });
  const name = nameOf(issuing);
  const issuer = { name, key, expires: issuing.validToDate };
  const responder = { name: Buffer.from(name.toArrayBuffer()), key };
  return {
    root: root.toString(),
    chain: `${issuing.toString()}${root.toString()}`,
    issuing: issuing.raw,
    async issue(request, by, db = pool) {
      const problem = problemOf(request);
      if (problem !== undefined) throw new CertificateRefused(problem);
      const certificate = await certify(request, issuer, publicUrl, clock());
      await keepCertificate(db, certificate, by.actor.id);
      await note('certificate-issue', by, `certificate ${certificate.serial} of ${request.subject}`);
      return { ...certificate, revoked: null, reason: null };
    },
    async revoke(serial, reason, by) {
      const how = { at: clock(), by: by.actor.id, reason };
      const subject = await changeCertificate(pool, serial, 'revoked', how);
      if (subject) await note('certificate-revoke', by, `certificate ${serial} of ${subject}`, reason);
      return subject;
    },
    list: subject => listCertificates(pool, subject),
    search: query => searchCertificates(pool, query, clock()),
    async state() {
      await revocationListAt(pool, issuer, clock());
      return readAuthorityState(pool, { root, issuing }, clock());
    },
    revocationList: () => revocationListAt(pool, issuer, clock()),
    answerStatus: request => answerStatus(pool, responder, request, clock()),
    statusOf: (serial, nonce) => statusNow(pool, responder, serial, clock(), nonce),
    async certifyJournal(journalKey) {
      const made = await certifyJournalKey(pool, journalKey, { issuer, publicUrl, now: clock(), newSerial });
      if (made) await note('certificate-issue', itself, `certificate ${made.serial} of ${made.subject}`);
    },
    async journalCertificates(journalKey, moment) {
      const found = await journalCertificateAt(pool, journalKey, moment);
      return found && [found.der, issuing.raw];
    },
  };
}
