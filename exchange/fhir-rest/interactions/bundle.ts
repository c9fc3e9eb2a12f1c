import type { RequestEntry } from '../bundle-entry.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { isJson } from '../media-type.ts';
import { batch } from './batch.ts';
import { transaction } from './transaction.ts';

interface Peeked {
  type?: string;
  entries: RequestEntry[];
}

/** What kind of Bundle it is. What cannot be read goes to intake all the same, which keeps it and says why. */
function peek({ body, contentType }: Exchange): Peeked {
  try {
    const parsed = isJson(contentType)
      ? (JSON.parse(Buffer.from(body).toString('utf8')) as unknown)
      : undefined;
    const { type, entry } = (parsed ?? {}) as { type?: string; entry?: unknown };
    return { type, entries: Array.isArray(entry) ? (entry as RequestEntry[]) : [] };
  } catch {
    return { entries: [] };
  }
}

/** `POST` to the base: a batch or a transaction, as the Bundle says. */
export function bundle(exchange: Exchange, unexpected: (problem: unknown) => void): Promise<Answer> {
  const { type, entries } = peek(exchange);
  return (type === 'batch' ? batch : transaction)(exchange, entries, unexpected);
}
