import type { Receipt, Interaction as Request } from '@continuum/intake';
import type { Issue } from '@continuum/standards-fhir';
import { outcomeAnswer } from './answer.ts';
import type { Answer, Exchange } from './exchange.ts';
import { FhirError } from './fhir-error.ts';
import { checkContent } from './media-type.ts';

/**
 * Hands the bytes to intake as they came.
 * @param what `request`: the interaction, when the bytes are the body of one, absent for a transaction Bundle;
 *   `key`: what makes a replay of the same bytes recognisable.
 * @throws FhirError 415
 */
export async function deposit(
  exchange: Exchange,
  { request, key }: { request?: Request; key?: string } = {},
): Promise<Receipt> {
  const { actor, access, origin, body, contentType, signature } = exchange;
  if (body.byteLength > 0) checkContent(contentType, request?.method);
  return exchange.receive({
    format: 'fhir',
    contentType: contentType || 'application/fhir+json',
    original: body,
    actor,
    origin,
    purpose: access.purpose,
    ...(request ? { request } : {}),
    ...(key === undefined ? {} : { key }),
    ...(signature && { signature }),
  });
}

type Unstored = Exclude<Receipt, { state: 'stored' }>;

const waits = (receipt: Receipt): Issue => ({
  severity: 'information',
  code: 'informational',
  diagnostics:
    `Deposit ${receipt.deposit} is kept. It waits for its usager to be identified; ` +
    'it enters the record then, without being sent again.',
});

/**
 * The answer to a deposit that is not stored: 202 while it waits for identification.
 * @throws FhirError 403 when the decision refused it, 400 … 422 when nothing can be made of it.
 */
export function unstoredAnswer(receipt: Unstored): Answer {
  if (receipt.state === 'waiting') return outcomeAnswer(202, [waits(receipt), ...receipt.issues]);
  throw new FhirError(receipt.state === 'refused' ? 403 : receipt.status, receipt.issues);
}
