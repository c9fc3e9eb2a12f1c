import { checkId } from '../check-id.ts';
import type { Interaction } from '../exchange.ts';
import { toQuery, writtenAnswer } from '../written-answer.ts';

const condition = (ifMatch: string | undefined) => (ifMatch === undefined ? {} : { ifMatch });

/** R4 3.1.0.4: 200, or 201 when a source chose the id of a new resource; 412 when `If-Match` does not. */
export const update: Interaction = async exchange => {
  await checkId(exchange, exchange.type!, exchange.id!);
  return writtenAnswer(exchange, {
    method: 'PUT',
    url: `${exchange.type}/${exchange.id}`,
    ...condition(exchange.headers['if-match']),
  });
};

/** R4 3.1.0.4.3: the one resource that the query finds, a new one when none does, 412 for several. */
export const updateConditionally: Interaction = exchange =>
  writtenAnswer(exchange, {
    method: 'PUT',
    url: `${exchange.type}?${toQuery(exchange)}`,
    ...condition(exchange.headers['if-match']),
  });
