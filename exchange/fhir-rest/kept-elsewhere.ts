import type { Keeper, KeeperCall } from '@continuum/record-gate';
import type { Exchange, Interaction } from './exchange.ts';
import { type FhirError, fhirError } from './fhir-error.ts';
import { toError } from './operations/perform-operation.ts';
import { readBody } from './read-body.ts';
import type { Route } from './route-table.ts';

/** The keeper of a type that is not in the record. */
export const keeperOf = (keepers: readonly Keeper[], type: string | undefined): Keeper | undefined =>
  keepers.find(keeper => keeper.type === type);

const notTaken = (type: string, what: string): FhirError =>
  fhirError(405, 'not-supported', `${type} is not kept in the record: there is no ${what} of it.`);

/** What was sent, in either form. @throws FhirError 400 */
function resourceOf({ body, contentType }: Exchange): unknown {
  if (body.byteLength === 0) return undefined;
  try {
    return readBody(body, contentType);
  } catch (error) {
    throw fhirError(400, 'structure', `The body cannot be read: ${(error as Error).message}`);
  }
}

/** Who performs a route: the keeper of the type, when it has one, else the record. */
export function performerOf(route: Route, { keepers, type }: Exchange): Interaction {
  const keeper = keeperOf(keepers, type);
  if (!keeper) return route.interaction;
  const [, code] = route.says;
  const conditional = route.path === '/:type' && (code === 'update' || code === 'delete');
  const perform = Object.hasOwn(keeper.interactions, code)
    ? keeper.interactions[code as keyof typeof keeper.interactions]
    : undefined;
  if (!perform || conditional) throw notTaken(keeper.type, conditional ? `conditional ${code}` : code);
  return async exchange => {
    const { access, id, parameters, headers, baseUrl } = exchange;
    const resource = resourceOf(exchange);
    const call: KeeperCall = {
      access,
      resource,
      parameters,
      headers,
      baseUrl,
      ...(id !== undefined && { id }),
    };
    return perform(call).catch((problem: unknown) => Promise.reject(toError(problem)));
  };
}

/** @throws FhirError 422 for a transaction that would write what the record does not keep */
export function refuseInTransaction(keepers: readonly Keeper[], type: string | undefined): void {
  if (keeperOf(keepers, type))
    throw fhirError(422, 'not-supported', `${type} is not kept in the record: send it alone, or in a batch.`);
}
