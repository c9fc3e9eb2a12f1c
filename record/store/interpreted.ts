import type { Statement } from '@continuum/record-database';
import type { Sight } from '@continuum/trust-access';
import { keyOf, tokenText } from './index-values.ts';
import { token } from './token.ts';

const day = 86_400_000;

/**
 * P-9.0001, the one exception to a refusal, as SQL on a row that a refusal covers; undefined: nothing is opened. The row
 * is imaging of one of the types, about its usager alone; and that usager has a new exam, about them alone, whose source
 * names this specialist as the one who interprets it. An exam of no known date, of a date to come, or deleted, is not new.
 */
export function interpreted(
  { interpretation }: Sight,
  now: Date,
  { param }: Statement,
): ((x: string) => string) | undefined {
  if (interpretation === undefined) return undefined;
  const { interpreter, types, days } = interpretation;
  const some = param(types, 'text[]');
  const from = param(new Date(now.getTime() - days * day), 'timestamptz');
  const until = param(now, 'timestamptz');
  const named = param(
    token(tokenText.reference(keyOf('ImagingStudy', 'interpreter'), interpreter)),
    'bigint',
  );
  return x => `(${x}.domain = 'imaging' AND ${x}.type = ANY (${some}) AND ${x}.others IS NULL
      AND EXISTS (SELECT FROM record.resource e
        WHERE e.owner = ${x}.owner AND e.type = 'ImagingStudy' AND e.domain = 'imaging' AND NOT e.deleted
          AND e.others IS NULL AND e.collected > ${from} AND e.collected <= ${until} AND ${named} = ANY (e.tokens)))`;
}
