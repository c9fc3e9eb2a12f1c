import { type OperationCall, operationDenied } from '@continuum/record-gate';

/** The registers are for whoever reads them: decided and journalled before anything is answered. */
export async function consulted(
  { access, id }: OperationCall,
  interaction: string,
  type: string,
  url: string | undefined,
): Promise<void> {
  const text = `${type}${id ? `/${id}` : ''}/$${interaction}${url === undefined ? '' : `?url=${url}`}`;
  const outcome = await access.consult({ interaction, type, text, domains: ['registry'] });
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
}
