import { denialError } from '../answer.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { FhirError } from '../fhir-error.ts';
import { searched } from './searched.ts';

/** `_explain` in a search's parameters: how it would be done is asked, not its answer. */
export const asksExplanation = ({ parameters }: Exchange): boolean =>
  parameters.some(([name, value]) => name === '_explain' && value !== 'false');

/**
 * The statement of a search, with placeholders, and PostgreSQL's plan of it, as Parameters: for who operates the
 * platform.
 * @throws FhirError 400, 401, 403
 */
export async function explain(exchange: Exchange): Promise<Answer> {
  const { type, parameters, options } = searched(exchange);
  const outcome = await exchange.access.explain(type, parameters, options);
  if (outcome.outcome === 'denied') throw denialError(outcome);
  if (outcome.outcome === 'invalid') throw new FhirError(400, outcome.issues);
  const body = JSON.stringify({
    resourceType: 'Parameters',
    parameter: [
      { name: 'sql', valueString: outcome.sql },
      { name: 'plan', valueString: outcome.plan },
      { name: 'prepared', valueBoolean: outcome.prepared },
    ],
  });
  return { status: 200, headers: {}, body };
}
