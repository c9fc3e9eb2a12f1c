import { denialError, gone, notFound, resourceAnswer } from '../answer.ts';
import type { Interaction } from '../exchange.ts';

/** R4 3.1.0.3: one version; 410 when that version is a deletion. */
export const vread: Interaction = async exchange => {
  const { access, type, id, version } = exchange;
  const number = /^[1-9]\d{0,8}$/.test(version!) ? Number(version) : 0;
  const outcome = await access.readVersion(type!, id!, number);
  if (outcome.outcome === 'denied') throw denialError(outcome);
  if (outcome.outcome === 'gone') throw gone(type!, id!, outcome.version);
  if (outcome.outcome === 'not-found') throw notFound(type!, `${id}/_history/${version}`);
  return resourceAnswer(exchange, outcome.stored);
};
