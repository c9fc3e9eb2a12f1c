import type { Interaction } from '../exchange.ts';
import { toQuery, writtenAnswer } from '../written-answer.ts';

/** R4 3.1.0.7: 204; earlier versions stay readable as versions. */
export const deleteResource: Interaction = exchange => {
  const ifMatch = exchange.headers['if-match'];
  const url = `${exchange.type}/${exchange.id}`;
  return writtenAnswer(exchange, { method: 'DELETE', url, ...(ifMatch === undefined ? {} : { ifMatch }) });
};

/** R4 3.1.0.7.1: the one resource that the query finds; 412 for several. */
export const deleteConditionally: Interaction = exchange =>
  writtenAnswer(exchange, { method: 'DELETE', url: `${exchange.type}?${toQuery(exchange)}` });
