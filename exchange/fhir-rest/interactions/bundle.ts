import type { RequestEntry } from '../bundle-entry.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { checkAsync } from '../preference.ts';
import { readBody } from '../read-body.ts';
import { batch } from './batch.ts';
import { transaction } from './transaction.ts';

interface Peeked {
  type?: string;
  entries: RequestEntry[];
  /** The Bundle's own identifier, `system|value`. */
  key?: string;
}

function keyOf(identifier: unknown): string | undefined {
  const { system, value } = (identifier ?? {}) as { system?: unknown; value?: unknown };
  return typeof value === 'string'
    ? `Bundle|${typeof system === 'string' ? system : ''}|${value}`
    : undefined;
}

/** What kind of Bundle it is. What cannot be read goes to intake all the same, which keeps it and says why. */
function peek({ body, contentType }: Exchange): Peeked {
  try {
    const parsed = readBody(body, contentType);
    const { type, entry, identifier } = (parsed ?? {}) as {
      type?: string;
      entry?: unknown;
      identifier?: unknown;
    };
    return { type, entries: Array.isArray(entry) ? (entry as RequestEntry[]) : [], key: keyOf(identifier) };
  } catch {
    return { entries: [] };
  }
}

/** `POST` to the base: a batch or a transaction, as the Bundle says. */
export function bundle(exchange: Exchange, unexpected: (problem: unknown) => void): Promise<Answer> {
  checkAsync(exchange.preference);
  const { type, entries, key } = peek(exchange);
  if (type === 'batch') return batch(exchange, entries, unexpected);
  return transaction(exchange, entries, unexpected, key);
}
