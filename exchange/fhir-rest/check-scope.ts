import { permitsScope, type ScopeAction, scopeNeeded } from '@continuum/trust-access';
import type { Exchange } from './exchange.ts';
import { fhirError } from './fhir-error.ts';

/** Parameters that reach into other types than the one searched. */
const crosses = (name: string): boolean =>
  /^_(include|revinclude|has|type)\b/.test(name) || name.includes('.');

const insufficient = (scope: string) =>
  fhirError(403, 'forbidden', `The access token does not allow ${scope}.`, {
    'WWW-Authenticate': `Bearer realm="continuum", error="insufficient_scope", scope="${scope}"`,
  });

/**
 * Holds an access token to its scopes. A system's search that includes or chains needs every type: what it would reach
 * is not known beforehand; a person's application sees there what its scopes name, and nothing else exists for it. A
 * refusal is journalled before it is told.
 * @throws FhirError 403
 */
export async function checkScope(exchange: Exchange, action: ScopeAction): Promise<void> {
  const { actor, parameters } = exchange;
  const wide = action === 's' && actor.kind === 'system' && parameters.some(([name]) => crosses(name));
  const type = wide ? '*' : (exchange.member ?? exchange.type ?? '*');
  if (permitsScope(actor.scopes, type, action)) return;
  await exchange.attempt('insufficient-scope');
  throw insufficient(scopeNeeded(actor, type, action));
}

/** Whether the token allows every write on every type: then the entries of a transaction need no look. */
export const mayWriteAll = ({ actor }: Exchange): boolean =>
  (['c', 'u', 'd'] as const).every(action => permitsScope(actor.scopes, '*', action));
