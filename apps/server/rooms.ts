import { join } from 'node:path';
import { fromDicom } from '@continuum/domains-imaging';
import { fromOruR01, lastN } from '@continuum/domains-laboratory';
import { summary } from '@continuum/domains-summary';
import {
  createTokenHolders,
  loadSigningKeys,
  type SigningKeys,
  type TokenHolders,
  toPublicKeys,
} from '@continuum/exchange-authorization-server';
import { type BulkData, exportOperations } from '@continuum/exchange-bulk-data';
import type { Archive } from '@continuum/exchange-dicomweb';
import { type Subscriptions, subscriptionOperations } from '@continuum/exchange-subscription';
import { type Authorizations, createAuthorizations } from '@continuum/governance-authorization';
import { standingSql } from '@continuum/governance-certification';
import type { KnownMatrix } from '@continuum/governance-matrix';
import { createIntake, createWhyMissing, type Intake, type WhyMissing } from '@continuum/intake';
import type { Database } from '@continuum/record-database';
import type { DoorEvent, OpenedGate, Operation } from '@continuum/record-gate';
import {
  type Authority,
  type CallerLimits,
  type CheckSignature,
  createCallerLimits,
  createCertificateReader,
  createDemonstrationKeys,
  createEnrolment,
  createKeyCeremony,
  createKeys,
  createSessions,
  createSignatureCheck,
  createSignedActs,
  createStillStands,
  createThrottle,
  createTokenVerifier,
  type DemonstrationKeys,
  type Enrolment,
  type KeyCeremony,
  type Keys,
  type ReadCertificate,
  type Sessions,
  type SignedActs,
  type TokenVerifier,
} from '@continuum/registries-credential';
import { createGaps, type Gaps } from '@continuum/registries-organization';
import { createPartners, type Partners } from '@continuum/registries-partner';
import { createPatients, match } from '@continuum/registries-patient';
import type { Terminology } from '@continuum/registries-terminology';
import { type Accounts, createAccounts } from '@continuum/services-account';
import type { Logger } from 'pino';
import { type Admit, createAdmission } from './admission.ts';
import { openClientRevocation } from './client-revocation.ts';
import { findUsager } from './people.ts';
import type { Settings } from './settings.ts';
import { sourcesOf } from './sources.ts';
import { standsBy, usableFrom } from './stands-by.ts';
import { bulkOf, type FindSystem, findSystemIn, subscriptionsOf } from './systems.ts';

/** Everything that the doors are made with, wired once. */
export interface Rooms {
  settings: Settings;
  log: Logger;
  database: Database;
  gate: OpenedGate;
  /** The access matrix in force. */
  matrix: KnownMatrix;
  intake: Intake;
  partners: Partners;
  /** What organismes do not send. */
  gaps: Gaps;
  /** Why a usager's record may have nothing of a domain. */
  whyMissing: WhyMissing;
  accounts: Accounts;
  authority: Authority;
  sessions: Sessions;
  ceremony: KeyCeremony;
  keys: Keys;
  enrolment: Enrolment;
  /** The acts that persons sign with their own key. */
  acts: SignedActs;
  authorizations: Authorizations;
  /** Rung when there are notices to send; silent until somebody answers. */
  bell: { ring(): void };
  /** Rung when there is something to tell a person; silent until somebody answers. */
  noticeBell: { ring(): void };
  /** Rung when there is a replay to do; silent until somebody answers. */
  watchBell: { ring(): void };
  signingKeys: SigningKeys;
  verifyToken: TokenVerifier;
  readCertificate: ReadCertificate;
  checkSignature: CheckSignature;
  tokenHolders: TokenHolders;
  limits: CallerLimits;
  /** In the demonstration only. */
  demonstrationKeys?: DemonstrationKeys;
  archive?: Archive;
  bulk: BulkData;
  subscriptions: Subscriptions;
  findSystem: FindSystem;
  /** Lets a partner's system in, whatever door it comes by. */
  admit: Admit;
  terminology: Terminology;
  /** What the FHIR door answers by operations. */
  operations: readonly Operation[];
  /** The origins of the project's own screens. */
  origins: readonly string[];
}

interface Foundations {
  settings: Settings;
  log: Logger;
  database: Database;
  gate: OpenedGate;
  matrix: KnownMatrix;
  terminology: Terminology;
  authority: Authority;
  archive?: Archive;
}

const limitsOf = ({
  rateSystem,
  rateClinician,
  rateCitizen,
  rateUnknown,
  ratePage,
}: Settings): CallerLimits =>
  createCallerLimits({
    system: rateSystem,
    clinician: rateClinician,
    citizen: rateCitizen,
    unknown: rateUnknown,
    page: ratePage,
  });

const ownOrigins = ({ publicUrl, tlsUrl, port }: Settings): string[] => [
  ...new Set([new URL(publicUrl).origin, tlsUrl, `http://localhost:${port}`, `http://127.0.0.1:${port}`]),
];

function intakeOf({ settings, log, database, gate, archive }: Foundations): Intake {
  const patients = createPatients({ gate, service: database.service });
  const imaging = { wadoRoot: `${settings.publicUrl}/dicomweb`, zone: 'America/Montreal' };
  return createIntake({
    gate,
    patients,
    mappers: [fromOruR01(), fromDicom(imaging)],
    ...(archive && { originalAt: archive.fetch }),
    fault: (error, deposit) => log.error({ err: error, deposit: deposit?.id }, 'a deposit met a fault'),
  });
}

function credentialsOf({ settings, database, gate, authority }: Foundations, origins: readonly string[]) {
  const deps = { pool: database.service, authority, journal: (event: DoorEvent) => gate.attempt(event) };
  const relyingParty = { id: new URL(settings.publicUrl).hostname, origins };
  return { keys: createKeys(deps), enrolment: createEnrolment({ ...deps, relyingParty }) };
}

/** Keys, sessions and what one comes in by: the workflow orders keys, and a leaver's sessions end with it. */
function accessOf(foundations: Foundations, origins: readonly string[]) {
  const { settings, database, gate, matrix } = foundations;
  const credentials = credentialsOf(foundations, origins);
  const sessions = createSessions(database.service, standsBy, undefined, matrix, usableFrom(settings));
  const bell = { ring: () => {} };
  const authorizations = createAuthorizations({
    ...{ pool: database.service, gate, ...credentials },
    endSessions: (holder, by) => sessions.endAllOf(holder, by),
    countSessions: holder => sessions.countOf(holder),
    unblockingTries: createThrottle(database.service, undefined, { tries: 5, seconds: 3600 }),
    journal: event => gate.attempt(event),
    wake: () => bell.ring(),
    reviewMonths: foundations.settings.accessReviewMonths,
  });
  return { ...credentials, sessions, authorizations, bell };
}

/** What is known not to come: said by persons, and told by when each source last sent. */
function absenceOf({ database, gate }: Foundations, partners: Partners) {
  const gaps = createGaps(database.service);
  const sources = () => sourcesOf(partners, gate);
  return { gaps, whyMissing: createWhyMissing({ gate, gaps: () => gaps.inForce(), sources }) };
}

/** Wires the rooms over an open database and its gate. */
export async function createRooms(foundations: Foundations): Promise<Rooms> {
  const { settings, database, gate, matrix } = foundations;
  const { service } = database;
  const origins = ownOrigins(settings);
  const demonstration = settings.demonstration;
  const signingKeys = await loadSigningKeys(join(settings.data, 'keys'), { create: demonstration });
  const rules = {
    issuer: settings.publicUrl,
    audience: `${settings.publicUrl}/fhir/R4`,
    keys: toPublicKeys(signingKeys),
  };
  const stands = await openClientRevocation(settings, foundations.log);
  const partners = createPartners({
    ...{ service, demonstration, matrix },
    ...(demonstration && { unknownSender: 'labo-demo' }),
    attestation: { standingSql, required: settings.productAttestation === 'required' },
  });
  const admit = createAdmission({ journal: event => gate.attempt(event) });
  const findSystem = findSystemIn(partners, admit);
  const tokenHolders = createTokenHolders({
    pool: service,
    // What acts for a person is a product too.
    async findPartner(id) {
      const partner = await partners.find(id);
      return (await admit(partner)) && partner;
    },
    stands: createStillStands(service, standsBy),
  });
  const bulk = bulkOf(foundations, findSystem);
  const subscriptions = subscriptionsOf(foundations, findSystem);
  return {
    ...foundations,
    ...{ bulk, subscriptions, findSystem, partners, admit },
    ...absenceOf(foundations, partners),
    origins,
    limits: limitsOf(settings),
    signingKeys,
    intake: intakeOf(foundations),
    operations: [
      match,
      summary(),
      lastN,
      ...foundations.terminology.operations,
      ...exportOperations(bulk),
      ...subscriptionOperations(subscriptions),
    ],
    watchBell: { ring: () => {} },
    noticeBell: { ring: () => {} },
    accounts: createAccounts({
      ...{ pool: service, namesPerAddress: settings.rateNames },
      findUsager: id => findUsager(gate, id),
    }),
    ceremony: createKeyCeremony(service, origins),
    ...accessOf(foundations, origins),
    acts: createSignedActs({
      ...{ pool: service, gate, authority: foundations.authority },
      journalKey: () => gate.journal.publicKey(),
    }),
    verifyToken: createTokenVerifier(rules),
    readCertificate: createCertificateReader({
      ...{ pool: service, issuing: foundations.authority.issuing },
      ...(stands && { stands }),
    }),
    tokenHolders,
    checkSignature: createSignatureCheck({
      ...{ pool: service, origins, takeProof: tokenHolders.takeProof, required: !demonstration },
      keysOf: async clientId => (await partners.find(clientId))?.jwks.keys ?? [],
      journal: event => gate.attempt(event),
    }),
    ...(demonstration && {
      demonstrationKeys: createDemonstrationKeys({
        pool: service,
        authority: foundations.authority,
        folder: join(settings.data, 'demo', 'keys'),
        origin: new URL(settings.publicUrl).origin,
        namesPerAddress: settings.rateNames,
      }),
    }),
  };
}
