import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type DemoIdentity, loadDemonstration, migrations as ofDemonstration } from '@continuum/demo';
import { demoRoutes } from '@continuum/demo/routes';
import { migrations as ofAuthorization } from '@continuum/exchange-authorization-server';
import { migrations as ofBulkData } from '@continuum/exchange-bulk-data';
import { archiveAddress, type Orthanc, openArchive, startOrthanc } from '@continuum/exchange-dicomweb';
import type { MllpServer } from '@continuum/exchange-hl7v2-mllp';
import { migrations as ofSubscriptions } from '@continuum/exchange-subscription';
import { keepReviewing, migrations as ofAccess, outboxOf } from '@continuum/governance-authorization';
import { migrations as ofCertification } from '@continuum/governance-certification';
import { createMatrixInForce, type KnownMatrix, migrations as ofMatrix } from '@continuum/governance-matrix';
import { migrations as ofOverride } from '@continuum/governance-override';
import { migrations as ofRemoteAccess } from '@continuum/governance-remote-access';
import { migrations as ofRights } from '@continuum/governance-rights';
import { migrations as ofSurveillance } from '@continuum/governance-surveillance';
import { type Database, openDatabase } from '@continuum/record-database';
import { type OpenedGate, migrations as ofRecord, openGate } from '@continuum/record-gate';
import { migrations as ofCredentials } from '@continuum/registries-credential';
import { migrations as ofOrganizations } from '@continuum/registries-organization';
import { migrations as ofPartners } from '@continuum/registries-partner';
import {
  createTerminology,
  migrations as ofTerminology,
  recordedThrough,
  type Terminology,
} from '@continuum/registries-terminology';
import { migrations as ofAccounts } from '@continuum/services-account';
import { outboxOf as noticesOutbox, migrations as ofNotices } from '@continuum/services-notification';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { createApp } from './app.ts';
import { openAuthorityOf } from './authority.ts';
import { demonstrationPictures } from './demonstration-pictures.ts';
import { listenMllp } from './mllp-listener.ts';
import { registerScreens } from './own-screens.ts';
import { refuseTakenPorts } from './ports.ts';
import { keepRecovering } from './recovery.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { createSecureListener, openSecurity } from './secure-listener.ts';
import { readClientAuthorities, readServerCertificate } from './server-certificate.ts';
import { BadSetting, type Settings } from './settings.ts';
import { readSmsc } from './smsc.ts';
import { startWatching } from './surveillance.ts';
import { startNotices } from './ways-out.ts';

/** In the order in which they are applied. */
export const migrations = [
  ...ofRecord,
  ofPartners,
  ofOrganizations,
  ofCredentials,
  ofAccounts,
  ofAuthorization,
  ofBulkData,
  ofTerminology,
  ofSubscriptions,
  ofAccess,
  ofMatrix,
  ofOverride,
  ofRemoteAccess,
  ofSurveillance,
  ofNotices,
  ofRights,
  ofCertification,
];

export interface StartedServer {
  app: FastifyInstance;
  rooms: Rooms;
  mllp: MllpServer;
  /** Empty outside the demonstration. */
  identities: readonly DemoIdentity[];
  /** Stops everything that was started, the last first. May be called again. */
  close(): Promise<void>;
}

/** What long work says while it goes on: one line, for the terminal. */
export type Say = (line: string) => void;

/** How often the newest signed head is told outside, where somebody outside takes it. */
const announceEveryMs = 60_000;

/** What to undo, the last first. */
function createStops(log: Logger) {
  const stops: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    for (const stop of stops.reverse()) {
      await stop().catch((error: unknown) => log.error({ err: error }, 'something did not stop cleanly'));
    }
  };
  return {
    add: (stop: () => Promise<unknown>) => stops.push(stop),
    close(): Promise<void> {
      closing ??= closeAll();
      return closing;
    },
  };
}

type Stops = ReturnType<typeof createStops>;

type Mode = NonNullable<Parameters<typeof openDatabase>[0]['mode']>;

async function openRecord(
  settings: Settings,
  log: Logger,
  stops: Stops,
  mode: Mode,
): Promise<{ database: Database; gate: OpenedGate; terminology: Terminology; matrix: KnownMatrix }> {
  const { databaseUrl, data, readSeconds } = settings;
  const database = await openDatabase({
    ...{ data, log, mode, readMs: readSeconds * 1000 },
    ...(databaseUrl && { url: databaseUrl }),
  });
  stops.add(() => database.close());
  await database.migrate([...migrations, ...(settings.demonstration ? [ofDemonstration] : [])]);
  const terminology = createTerminology({
    service: database.service,
    // They need each other: searches ask the terminology, which reads the registers.
    recorded: recordedThrough(() => gate),
    demonstration: settings.demonstration,
  });
  const matrix = createMatrixInForce(database.service);
  await matrix.refresh();
  const gate: OpenedGate = openGate({ database, data, log, terminology, matrix });
  stops.add(() => gate.close());
  await gate.journal.prepareMonths();
  return { database, gate, terminology, matrix };
}

async function openPictures({ dicomwebUrl, data }: Settings, log: Logger, stops: Stops) {
  if (dicomwebUrl) return openArchive(archiveAddress(dicomwebUrl));
  const orthanc: Orthanc | undefined = await startOrthanc({ data, log });
  if (!orthanc) return undefined;
  stops.add(() => orthanc.close());
  return openArchive(orthanc);
}

/** Loads, or completes, the demonstration; what it resolves to is who there is to be. */
export async function demonstrate(rooms: Rooms, say: Say): Promise<readonly DemoIdentity[]> {
  const { settings, database, gate, intake, partners, accounts, gaps, demonstrationKeys: keys } = rooms;
  if (!settings.demonstration || !keys) return [];
  const { data, people } = settings;
  const progress = (what: string, done: number, of: number) =>
    say(`Loading the demonstration territory: ${done} of ${of} ${what}…`);
  return loadDemonstration({
    service: database.service,
    gate,
    intake,
    partners,
    accounts,
    gaps,
    keys,
    access: rooms.authorizations,
    data,
    people,
    progress,
    ...demonstrationPictures(rooms),
  });
}

const dataFaults: Record<string, string> = {
  EEXIST: 'is not a folder',
  ENOTDIR: 'is not a folder',
  ENOSPC: 'is on a full disk',
};

const unusableData = (data: string, { code = '' }: NodeJS.ErrnoException): BadSetting =>
  new BadSetting(
    'CONTINUUM_DATA',
    `${data} ${dataFaults[code] ?? 'cannot be written by this user'}; choose another.`,
  );

async function prepare(given: Settings): Promise<{ settings: Settings; log: Logger; stops: Stops }> {
  const settings = { ...given, data: resolve(given.data) };
  await mkdir(settings.data, { recursive: true, mode: 0o711 }).catch(cause => {
    throw unusableData(settings.data, cause);
  });
  const log = pino({ level: settings.logLevel }, pino.destination({ dest: 2, sync: false }));
  return { settings, log, stops: createStops(log) };
}

type Opened = Awaited<ReturnType<typeof openRecord>>;

async function openCertificates(settings: Settings, opened: Opened, stops: Stops, create: boolean) {
  const { authority, close } = await openAuthorityOf({ settings, ...opened }, create);
  stops.add(async () => close());
  // Also of a folder where there was an authority before: nothing is signed without a journal that tells the time.
  await authority.certifyJournal(await opened.gate.journal.publicKey());
  return authority;
}

/**
 * The rooms without doors, for a tool beside a running server, or alone.
 * @param options.createAuthority makes the certificate authority when there is none, also outside the demonstration.
 */
export async function openRooms(
  given: Settings,
  options: { createAuthority?: boolean } = {},
): Promise<{ rooms: Rooms; close(): Promise<void> }> {
  const { settings, log, stops } = await prepare(given);
  try {
    const opened = await openRecord(settings, log, stops, 'share');
    const create = options.createAuthority ?? settings.demonstration;
    const authority = await openCertificates(settings, opened, stops, create);
    return { rooms: await createRooms({ settings, log, ...opened, authority }), close: stops.close };
  } catch (error) {
    await stops.close();
    throw error;
  }
}

/** What would have left by e-mail, newest first. */
async function outboxOfAll({ database, settings }: Rooms) {
  const all = await Promise.all(
    [outboxOf, noticesOutbox].map(of => of(database.service, settings.publicUrl)),
  );
  return all.flat().sort((a, b) => b.sent.getTime() - a.sent.getTime());
}

async function openDoors(rooms: Rooms, stops: Stops, say: Say): Promise<StartedServer> {
  const { settings } = rooms;
  // Outside the demonstration, a certificate that is missing is told before anything long.
  const security = await openSecurity(rooms);
  stops.add(async () => security.stop());
  const identities = await demonstrate(rooms, say);
  await registerScreens(rooms.partners, settings.publicUrl);
  const app = await createApp(rooms);
  if (settings.demonstration)
    await app.register(demoRoutes({ identities, outbox: () => outboxOfAll(rooms) }), { prefix: '/demo' });
  const secure = createSecureListener(app, rooms, security);
  stops.add(() => rooms.intake.idle());
  stops.add(() => secure.close());
  stops.add(() => app.close());
  stops.add(keepRecovering(rooms));
  await rooms.bulk.start();
  stops.add(await startNotices(rooms));
  await keepReviewing(rooms.database, () => rooms.authorizations.review());
  stops.add(rooms.subscriptions.start());
  await startWatching(rooms);
  const mllp = await listenMllp(rooms, security);
  stops.add(() => mllp.close());
  await secure.listen();
  await app.listen({ port: settings.port, host: '127.0.0.1' });
  return { app, rooms, mllp, identities, close: stops.close };
}

/**
 * Starts everything, in the order in which each needs the other: database, journal, pictures, demonstration,
 * doors. When something cannot start, what was started is stopped, and the error says which and the mend.
 */
export async function startServer(given: Settings, say: Say): Promise<StartedServer> {
  if (given.tlsCert !== undefined || given.tlsKey !== undefined) await readServerCertificate(given);
  await readClientAuthorities(given);
  await readSmsc(given);
  const { settings, log, stops } = await prepare(await refuseTakenPorts(given));
  try {
    say('Starting PostgreSQL…');
    const opened = await openRecord(settings, log, stops, 'own');
    opened.gate.keepSequencing(settings.sequenceSeconds * 1000);
    if (settings.journalHeadsUrl) opened.gate.announceHeads(settings.journalHeadsUrl, announceEveryMs);
    opened.gate.keepIndexed();
    const authority = await openCertificates(settings, opened, stops, settings.demonstration);
    const archive = await openPictures(settings, log, stops);
    return await openDoors(
      await createRooms({ settings, log, ...opened, authority, ...(archive && { archive }) }),
      stops,
      say,
    );
  } catch (error) {
    await stops.close();
    throw error;
  }
}
