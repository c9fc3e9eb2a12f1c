import { ownRecord } from '@continuum/door';
import type { FastifyRequest } from 'fastify';
import type { AtTheDoor } from './at-the-door.ts';
import type { Refusal, RequestDeps } from './deps.ts';
import { type Handler, handles } from './list.ts';
import { type RightsRequest, readRequest } from './requests.ts';

/** Who handles requests: the archives, and who answers for the protection of the information. */
export const offices = ['archives', 'privacy'] as const;

/** Whose work it is at a door. */
export const handlerOf = async (deps: RequestDeps, { access, permit }: AtTheDoor): Promise<Handler> => ({
  ...{ office: permit.office, organization: access.actor.organization?.id },
  withArchives: await deps.withArchives(),
});

/** Id of the request in an address. */
export const idOf = ({ params }: FastifyRequest): string => (params as { id: string }).id;

/** Id of the usager who asked: the person of the record, or who acts for them. */
export const askerOf = ({ askedBy }: RightsRequest): string => askedBy.replace('Patient/', '');

const unknown: Refusal = {
  refused: 'unknown',
  text: { fr: 'Il n’y a pas de telle demande ici.', en: 'There is no such request here.' },
};

/**
 * The request of an address, when it is before whoever asks, or why it is not: nobody handles what they asked
 * themself, be it for somebody else.
 * That it is not is journalled.
 */
export async function requestBefore(deps: RequestDeps, door: AtTheDoor): Promise<RightsRequest | Refusal> {
  const { request, access, asked, permit } = door;
  const row = await readRequest(deps.pool.query, idOf(request));
  if (!row || !handles(await handlerOf(deps, door), row)) {
    await permit.tell([], 'error');
    return unknown;
  }
  const { interaction, text } = asked;
  const self = await access.isAboutSelf({ interaction, text, usager: row.usager, asker: askerOf(row) });
  return self ? ownRecord : row;
}
