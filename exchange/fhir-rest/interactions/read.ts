import { denialError, gone, notFound, resourceAnswer } from '../answer.ts';
import type { Interaction } from '../exchange.ts';

/** R4 3.1.0.2: the current version; 304 when the client has it, 410 when it was deleted. */
export const read: Interaction = async exchange => {
  const { access, type, id } = exchange;
  const outcome = await access.read(type!, id!);
  if (outcome.outcome === 'denied') throw denialError(outcome);
  if (outcome.outcome === 'gone') throw gone(type!, id!, outcome.version);
  if (outcome.outcome === 'not-found') throw notFound(type!, id!);
  return resourceAnswer(exchange, outcome.stored);
};
