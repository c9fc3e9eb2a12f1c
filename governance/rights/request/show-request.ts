import type { RightsOffice } from '@continuum/trust-access';
import { daysAfter } from './deps.ts';
import type { EvidenceLine } from './evidence/evidence.ts';
import { shownEvidence } from './evidence/shown-evidence.ts';
import { finalStates, internalEvents, reviewDays, stateFor } from './request-machine.data.ts';
import type { ListedRequest, ShownEvent, ShownRequest } from './request-view.ts';
import type { RequestEventLine, RightsRequest } from './requests.ts';
import { mayCause } from './take-request-step.ts';

const isLate = ({ state, due }: RightsRequest, now: Date): boolean =>
  !finalStates.has(state) && due.getTime() < now.getTime();

function resourceOf({ resource, resourceName, resourceDay }: RightsRequest): ShownRequest['resource'] {
  if (resource === null) return undefined;
  return {
    type: resource.split('/')[0]!,
    name: resourceName ?? '',
    ...(resourceDay !== null && { day: resourceDay }),
  };
}

const shownEvent = ({ event, at, office, byName, text }: RequestEventLine): ShownEvent => ({
  ...{ event, at: at.toISOString(), office, byName },
  ...(text !== null && { text }),
});

/** A line of the work list. */
export function listRequest(row: RightsRequest, usagerName: string, now: Date): ListedRequest {
  const { id, number, kind, state, submitted, due, organizationName } = row;
  const resource = resourceOf(row);
  return {
    ...{ id, number, kind, state, submitted: submitted.toISOString(), due: due.toISOString() },
    ...{ late: isLate(row, now), usagerName },
    ...(organizationName !== null && { organizationName }),
    ...(resource && { resource }),
  };
}

export interface Reading {
  office: RightsOffice;
  /** Reference of whoever reads. */
  by: string;
  now: Date;
  /** How many saw the version before the correction. */
  told?: number | undefined;
}

/**
 * A request as somebody reads it. Its person is not told of a refusal before it is decided: what is proposed is for those
 * who decide.
 */
export function showRequest(
  row: RightsRequest,
  { events, joined }: { events: readonly RequestEventLine[]; joined: readonly EvidenceLine[] },
  { office, by, now, told }: Reading,
): ShownRequest {
  const isPerson = office === 'person';
  const { usagerName: _, ...listed } = listRequest(row, '', now);
  const { askedBy, askedByName, usager, wanted, reason, evidence, corrected, state } = row;
  const seen = isPerson ? events.filter(({ event }) => !internalEvents.has(event)) : events;
  return {
    ...listed,
    state: stateFor(office, state),
    ...(askedBy !== `Patient/${usager}` && { askedByName }),
    wanted,
    ...(reason !== null && { reason }),
    ...(evidence !== null && { evidence }),
    joined: joined.map(shownEvidence),
    ...(corrected !== null && { corrected: corrected.toISOString() }),
    ...(told !== undefined && { told }),
    ...(state === 'refused' && { reviewUntil: daysAfter(row.since, reviewDays).toISOString() }),
    events: seen.map(shownEvent),
    may: mayCause(row, office, by),
  };
}
