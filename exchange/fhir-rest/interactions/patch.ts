import type { Exchange, Interaction } from '../exchange.ts';
import { toQuery, writtenAnswer } from '../written-answer.ts';

const write = (exchange: Exchange, url: string) => {
  const ifMatch = exchange.headers['if-match'];
  return writtenAnswer(exchange, { method: 'PATCH', url, ...(ifMatch === undefined ? {} : { ifMatch }) });
};

/** R4 3.1.0.6, by JSON Patch or FHIRPath Patch: 200; 404 for what is not there, 422 when it cannot be applied. */
export const patch: Interaction = exchange => write(exchange, `${exchange.type}/${exchange.id}`);

/** R4 3.1.0.6.1: the one resource that the query finds; 404 for none, 412 for several. */
export const patchConditionally: Interaction = exchange =>
  write(exchange, `${exchange.type}?${toQuery(exchange)}`);
