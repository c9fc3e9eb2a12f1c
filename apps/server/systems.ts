import { type BulkData, createBulkData } from '@continuum/exchange-bulk-data';
import { createSubscriptions, type Subscriptions } from '@continuum/exchange-subscription';
import type { Database } from '@continuum/record-database';
import type { OpenedGate } from '@continuum/record-gate';
import { type Partners, toActor } from '@continuum/registries-partner';
import type { Actor } from '@continuum/trust-access';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/**
 * The active system behind a client id, as it is now; undefined when it may not connect, or has taken back the token of
 * that id.
 */
export type FindSystem = (clientId: string, token?: string) => Promise<Actor | undefined>;

export const findSystemIn =
  (partners: Partners): FindSystem =>
  async (clientId, token) => {
    const partner = await partners.find(clientId);
    const isRevoked = token !== undefined && partner?.revokedTokens?.includes(token);
    return partner?.state === 'active' && !isRevoked
      ? toActor(partner, { kind: 'client-assertion', id: clientId })
      : undefined;
  };

interface Foundations {
  settings: Settings;
  log: Logger;
  database: Database;
  gate: OpenedGate;
}

/** What systems take in bulk. */
export const bulkOf = ({ settings, gate, database, log }: Foundations, findSystem: FindSystem): BulkData =>
  createBulkData({
    ...{ gate, database, log, findSystem },
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
    ...{ gate, log, findSystem },
    service: database.service,
    baseUrl: `${settings.publicUrl}/fhir/R4`,
    socketUrl: `${settings.publicUrl.replace(/^http/, 'ws')}/fhir/ws`,
    rules: { demonstration: settings.demonstration, privateHosts: settings.subscriptionHosts },
  });
