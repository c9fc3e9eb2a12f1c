import { type BulkData, createBulkData } from '@continuum/exchange-bulk-data';
import { createSubscriptions, type Subscriptions } from '@continuum/exchange-subscription';
import type { Database } from '@continuum/record-database';
import type { OpenedGate } from '@continuum/record-gate';
import { NotAdmitted } from '@continuum/registries-credential';
import type { Partners } from '@continuum/registries-partner';
import type { Actor } from '@continuum/trust-access';
import type { Logger } from 'pino';
import type { Admit } from './admission.ts';
import type { Settings } from './settings.ts';

/**
 * The active system behind a client id, as it is now; undefined when it may not connect, or has taken back the token of
 * that id. @throws NotAdmitted
 */
export type FindSystem = (clientId: string, token?: string) => Promise<Actor | undefined>;

export const findSystemIn =
  (partners: Partners, admit: Admit): FindSystem =>
  async (clientId, token) => {
    const partner = await partners.find(clientId);
    const isRevoked = token !== undefined && partner?.revokedTokens?.includes(token);
    return isRevoked ? undefined : admit(partner);
  };

/** The same for what works by itself, with nobody to be told why: a system that may not connect is then nobody. */
const quietly =
  (find: FindSystem): FindSystem =>
  (clientId, token) =>
    find(clientId, token).catch((error: unknown) => {
      if (error instanceof NotAdmitted) return undefined;
      throw error;
    });

interface Foundations {
  settings: Settings;
  log: Logger;
  database: Database;
  gate: OpenedGate;
}

/** What systems take in bulk. */
export const bulkOf = ({ settings, gate, database, log }: Foundations, findSystem: FindSystem): BulkData =>
  createBulkData({
    ...{ gate, database, log, findSystem: quietly(findSystem) },
    baseUrl: `${settings.publicUrl}/fhir/bulk`,
    perClient: settings.bulkPerClient,
    hours: settings.bulkHours,
  });

/** What systems are told of. */
export const subscriptionsOf = (
  { settings, gate, database, log }: Foundations,
  findSystem: FindSystem,
): Subscriptions =>
  createSubscriptions({
    ...{ gate, log, findSystem: quietly(findSystem) },
    service: database.service,
    baseUrl: `${settings.publicUrl}/fhir/R4`,
    socketUrl: `${settings.publicUrl.replace(/^http/, 'ws')}/fhir/ws`,
    rules: { demonstration: settings.demonstration, privateHosts: settings.subscriptionHosts },
  });
