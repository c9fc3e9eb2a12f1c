import { actorCounts } from '@continuum/governance-authorization';
import { placeCounts, remoteCounts } from '@continuum/governance-remote-access';
import type { ActorCounts } from '@continuum/registries-credential';
import type { Settings } from './settings.ts';

/** What a session, or an application's token, needs to stand: the authorization in force, and the home declared. */
export const standsBy: ActorCounts = (actor, now) =>
  `(${actorCounts(actor, now)} AND ${remoteCounts(actor)})`;

/** From where a session may be used. */
export const usableFrom = ({ usualNetworks }: Settings) => placeCounts(usualNetworks);
