import type { Interaction } from '../exchange.ts';
import { writtenAnswer } from '../written-answer.ts';

/** R4 3.1.0.5, with `If-None-Exist` (conditional create): 201, 200 when one exists already, 412 for several. */
export const create: Interaction = exchange => {
  const ifNoneExist = exchange.headers['if-none-exist'];
  return writtenAnswer(exchange, {
    method: 'POST',
    url: exchange.type!,
    ...(ifNoneExist === undefined ? {} : { ifNoneExist: ifNoneExist.replace(/^[^?]*\?/, '') }),
  });
};
