import { randomUUID } from 'node:crypto';
import { routes as imaging } from '@continuum/domains-imaging/routes';
import { routes as laboratory } from '@continuum/domains-laboratory/routes';
import { routes as medication, prescribeRoutes } from '@continuum/domains-medication/routes';
import { summaryOf } from '@continuum/domains-summary';
import { keepToSchemas } from '@continuum/door';
import { authorizationServer } from '@continuum/exchange-authorization-server';
import { bulkDataRoutes } from '@continuum/exchange-bulk-data';
import { dicomweb } from '@continuum/exchange-dicomweb';
import { fhirRest } from '@continuum/exchange-fhir-rest';
import { subscriptionKeeper } from '@continuum/exchange-subscription';
import {
  isIdentityVerified,
  keyActsOf,
  keyReachOf,
  organizationsWith,
} from '@continuum/governance-authorization';
import { routes as authorization } from '@continuum/governance-authorization/routes';
import { routes as certification } from '@continuum/governance-certification/routes';
import { routes as matrix } from '@continuum/governance-matrix/routes';
import { routes as override } from '@continuum/governance-override/routes';
import { routes as remoteAccess } from '@continuum/governance-remote-access/routes';
import { type CopyDeps, routes as rights } from '@continuum/governance-rights/routes';
import { routes as surveillance } from '@continuum/governance-surveillance/routes';
import { routes as intake } from '@continuum/intake/routes';
import { routes as consent } from '@continuum/registries-consent/routes';
import {
  type Assertion,
  actRoutes,
  credentialRoutes,
  type DemonstrationKeys,
  demonstrationRoutes,
  identifyCallers,
  pkiRoutes,
} from '@continuum/registries-credential';
import { routes as session } from '@continuum/registries-credential/routes';
import { routes as organization } from '@continuum/registries-organization/routes';
import { routes as patient } from '@continuum/registries-patient/routes';
import { routes as practitioner } from '@continuum/registries-practitioner/routes';
import { routes as notification } from '@continuum/services-notification/routes';
import { routes as release } from '@continuum/services-release/routes';
import compress from '@fastify/compress';
import fastify, {
  type FastifyInstance,
  type FastifyPluginAsync,
  LogController,
  type RouteOptions,
} from 'fastify';
import helmet from 'helmet';
import { personsOf } from './applications.ts';
import { contentPolicy } from './content-policy.ts';
import { openToApplications } from './cross-origin.ts';
import { renderErrors } from './errors.ts';
import { guideRoutes } from './guides.ts';
import { watch } from './health.ts';
import { actsThatTell, notificationOf } from './notification.ts';
import { findPerson, findPractitioner, findUsager, placesOf } from './people.ts';
import { previewsOf } from './preview-usagers.ts';
import type { Rooms } from './rooms.ts';
import { serveScreens } from './screens.ts';
import { limitSlowBodies, timeouts } from './slow-clients.ts';
import { sourcesOf } from './sources.ts';
import { surveillanceOf } from './surveillance.ts';
import { waysOut } from './ways-out.ts';
import { pushOf } from './web-push.ts';
import { locateIn, remoteAccessOf } from './whereabouts.ts';

async function harden(app: FastifyInstance, { settings }: Rooms): Promise<void> {
  // The headers are made once: the plug-in for Fastify would make them again for each answer.
  const secure = helmet({
    strictTransportSecurity: settings.publicUrl.startsWith('https:'),
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: contentPolicy,
    },
  });
  app.addHook('onRequest', (request, reply, next) => secure(request.raw, reply.raw, () => next()));
  limitSlowBodies(app);
  await app.register(compress, { global: true, threshold: 1024 });
}

/** The doors of the screens: at `/api/<capability>`, each taking what its schema names and nothing else. */
const screensData =
  (rooms: Rooms): FastifyPluginAsync =>
  async app => {
    keepToSchemas(app);
    await mountSignIn(app, rooms);
    await mountScreensData(app, rooms);
  };

async function mountScreensData(app: FastifyInstance, rooms: Rooms): Promise<void> {
  const { gate, archive, partners, gaps, whyMissing } = rooms;
  const mount = (capability: string, plugin: FastifyPluginAsync) =>
    app.register(plugin, { prefix: `/${capability}` });
  await mount('patient', patient({ gate }));
  await mount('practitioner', practitioner({ gate }));
  await mount('organization', organization({ gate, gaps, sources: () => sourcesOf(partners, gate) }));
  await mount('consent', consent({ gate }));
  await mount('medication', medication({ gate, whyMissing }));
  await mount('medication', prescribeRoutes({ gate, acts: rooms.acts, drugs: rooms.terminology }));
  await mount('laboratory', laboratory({ gate, whyMissing }));
  await mount(
    'imaging',
    imaging({ gate, whyMissing, connected: async () => (await archive?.isUp()) ?? false }),
  );
  const { overrideMinutes: minutes, publicUrl } = rooms.settings;
  const fhirUrl = `${publicUrl}/fhir/R4`;
  const copy: CopyDeps = {
    fhirUrl,
    summary: (access, usager) => summaryOf(access, usager, fhirUrl, new Date()),
  };
  await mount('rights', rights({ ...rightsOf(rooms), copy }));
  await mount('release', release({ gate, acts: rooms.acts }));
  await mount('override', override({ gate, acts: rooms.acts, pool: rooms.database.service, minutes }));
  const { authorizations, database } = rooms;
  const journal: typeof gate.attempt = event => gate.attempt(event);
  const versions = { pool: database.service, gate, acts: rooms.acts, journal, ...previewsOf(rooms) };
  await mount('matrix', matrix(versions));
  await mount(
    'certification',
    certification({
      ...{ pool: database.service, gate, acts: rooms.acts, partners, journal },
      required: rooms.settings.productAttestation === 'required',
    }),
  );
  await mount('remote-access', remoteAccess(remoteAccessOf(rooms)));
  await mount(
    'authorization',
    authorization({
      ...{ authorizations, acts: rooms.acts, pool: database.service, gate, journal },
      support: supportOf(rooms),
      provesKey: (holder, assertion, thumbprint) =>
        provesKey(rooms, holder, assertion as Assertion, thumbprint),
    }),
  );
  await mount('surveillance', surveillance(surveillanceOf(rooms)));
  const push = await pushOf(rooms.settings);
  const ways = {
    ...{ available: waysOut(rooms), prefixes: rooms.settings.smsPrefixes },
    push: push && { key: push.keys.publicKey, services: push.services },
  };
  const ring = { wake: () => rooms.noticeBell.ring() };
  await mount('notification', notification({ ...notificationOf(rooms), gate, ...ways, ...ring }));
  await mount('intake', intake({ gate, intake: rooms.intake }));
}

const rightsOf = ({ gate, database: { service: pool } }: Rooms) => ({
  ...{ gate, pool },
  withArchives: () => organizationsWith(pool, 'archivist', new Date()),
});

const supportOf = ({ settings }: Rooms) => ({
  ...{ keysPhone: settings.supportKeysPhone, keysEmail: settings.supportKeysEmail },
  ...{ centrePhone: settings.supportPhone, centreEmail: settings.supportEmail },
});

/** Whether a person’s own key signed a challenge that this server gave out a moment ago. */
async function provesKey({ ceremony }: Rooms, holder: string, assertion: Assertion, thumbprint: string) {
  const proof = await ceremony.verify(assertion, thumbprint);
  return proof.verified && proof.credential.holder === holder;
}

async function mountDoors(app: FastifyInstance, rooms: Rooms): Promise<void> {
  const { settings, gate, intake: receiving, partners, archive, operations } = rooms;
  await app.register(
    authorizationServer({
      pool: rooms.database.service,
      issuer: settings.publicUrl,
      tlsUrl: settings.tlsUrl,
      keys: rooms.signingKeys,
      findPartner: id => partners.find(id),
      revokeToken: (client, token, expires) => partners.revokeToken(client, token, expires),
      journal: event => gate.attempt(event),
      demonstration: settings.demonstration,
      persons: personsOf(rooms),
    }),
  );
  const fhirUrl = `${settings.publicUrl}/fhir/R4`;
  const keepers = [subscriptionKeeper(rooms.subscriptions)];
  const { checkSignature, whyMissing } = rooms;
  const fhir = { gate, intake: receiving, operations, keepers, baseUrl: fhirUrl, checkSignature, whyMissing };
  await app.register(fhirRest(fhir), { prefix: '/fhir/R4' });
  await app.register(pkiRoutes(rooms.authority), { prefix: '/pki' });
  await app.register(bulkDataRoutes(rooms.bulk, gate), { prefix: '/fhir/bulk' });
  await app.register(rooms.subscriptions.sockets, { prefix: '/fhir/ws' });
  const baseUrl = `${settings.publicUrl}/dicomweb`;
  const pictures = { gate, intake: receiving, baseUrl, checkSignature, spool: settings.data };
  await app.register(dicomweb({ ...pictures, ...(archive && { archive }) }), { prefix: '/dicomweb' });
}

async function mountSignIn(app: FastifyInstance, rooms: Rooms): Promise<void> {
  const { sessions, ceremony, origins, accounts, gate, database, settings } = rooms;
  const plugin = session({
    sessions,
    ceremony,
    origins,
    secure: settings.publicUrl.startsWith('https:'),
    findPerson: userName => findPerson(gate, database.service, userName),
    placesOf: id => placesOf(database.service, id),
    locate: locateIn(rooms),
    findUsager: id => findUsager(gate, id),
    signInCitizen: attempt => accounts.signIn(attempt),
    matrix: rooms.matrix,
    journal: event => gate.attempt(event),
  });
  await app.register(plugin, { prefix: '/session' });
  const credentials = credentialRoutes({
    keys: rooms.keys,
    enrolment: rooms.enrolment,
    authority: rooms.authority,
    findPractitioner: id => findPractitioner(gate, database.service, id),
    actsOf: keyActsOf(database.service),
    reachOf: keyReachOf(database.service),
    isIdentityVerified: holder => isIdentityVerified(database.service, holder),
    journal: event => gate.attempt(event),
  });
  await app.register(credentials, { prefix: '/credential' });
  await app.register(actRoutes({ ...rooms, acts: actsThatTell(rooms) }), { prefix: '/act' });
}

const demonstrationKeys =
  (keys: DemonstrationKeys): FastifyPluginAsync =>
  async app => {
    keepToSchemas(app);
    await app.register(demonstrationRoutes(keys));
  };

function identify(app: FastifyInstance, rooms: Rooms): void {
  const { sessions, origins, verifyToken, findSystem, tokenHolders, readCertificate, limits, gate } = rooms;
  identifyCallers(app, {
    ...{ sessions, origins, verifyToken, findSystem, readCertificate, limits },
    plainBearer: rooms.settings.demonstration,
    ...tokenHolders,
    matrix: rooms.matrix,
    journal: event => gate.attempt(event),
  });
}

/**
 * The server's application: every door, over the rooms.
 * @param onRoute is told of each route that there is
 */
export async function createApp(
  rooms: Rooms,
  onRoute?: (route: RouteOptions) => void,
): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: rooms.log,
    // Addresses of requests hold identifiers: they are for the journal, not for a log.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    requestTimeout: timeouts.requestTimeout,
    keepAliveTimeout: timeouts.keepAliveTimeout,
    http: { headersTimeout: timeouts.headersTimeout },
    trustProxy: rooms.settings.trustedProxies.length > 0 ? [...rooms.settings.trustedProxies] : false,
  }) as unknown as FastifyInstance;
  if (onRoute) app.addHook('onRoute', onRoute);
  renderErrors(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
    // What may be kept says so itself.
    reply.header('Cache-Control', 'no-store');
  });
  await harden(app, rooms);
  openToApplications(app);
  watch(app, rooms);
  identify(app, rooms);
  await app.register(screensData(rooms), { prefix: '/api' });
  if (rooms.demonstrationKeys)
    await app.register(demonstrationKeys(rooms.demonstrationKeys), { prefix: '/demo/keys' });
  await mountDoors(app, rooms);
  await app.register(guideRoutes, { prefix: '/guides' });
  await serveScreens(app, rooms.settings.demonstration ? '/demo' : '/visualiseur/');
  return app;
}
