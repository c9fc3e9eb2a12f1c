import { denialError } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { fhirError } from './fhir-error.ts';

/**
 * Update as create (R4 3.1.0.4.1) is for source systems, which bring ids of their own; persons update what is
 * there. What the caller may not see is not there.
 * @throws FhirError 405, or 401 and 403 when they may not look for it
 */
export async function checkId({ actor, access }: Exchange, type: string, id: string): Promise<void> {
  if (actor.source) return;
  const outcome = await access.lookup(type, [['_id', id]]);
  if (outcome.outcome === 'denied') throw denialError(outcome);
  if (outcome.outcome === 'found' && outcome.entries.length > 0) return;
  throw fhirError(405, 'not-supported', `There is no ${type}/${id} to update; POST to ${type} creates one.`, {
    Allow: 'GET, HEAD, DELETE',
  });
}
