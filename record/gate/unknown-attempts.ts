import type { Journal } from '@continuum/record-journal';
import { unknownActor } from '@continuum/trust-access';
import { type JournalFacts, whoOf } from '@continuum/trust-audit';
import type { Logger } from 'pino';

/** Attempts of nobody known that are journalled one by one in each window: from one address, and in all. */
const ofOneAddress = 60;
const inAll = 3000;
const windowMs = 60_000;

interface Window {
  from: Date;
  perAddress: Map<string, number>;
  all: number;
  /** Not journalled one by one. */
  counted: number;
  addresses: Set<string>;
}

const openWindow = (from: Date): Window => ({
  ...{ from, perAddress: new Map(), all: 0, counted: 0, addresses: new Set() },
});

/** Nobody could say who it was, and nothing was shown. */
const isAttempt = ({ who, outcome }: JournalFacts): boolean => who.kind === 'unknown' && outcome === 'denied';

/** Whether an attempt has an entry of its own; otherwise it is counted. */
function isListed(window: Window, { address }: JournalFacts): boolean {
  const count = (window.perAddress.get(address) ?? 0) + 1;
  if (count > ofOneAddress || window.all >= inAll) {
    window.counted += 1;
    if (window.addresses.size < inAll) window.addresses.add(address);
    return false;
  }
  window.perAddress.set(address, count);
  window.all += 1;
  return true;
}

/** One entry for all those that were counted: how many, from how many addresses, since when. */
const summary = ({ from, counted, addresses }: Window): JournalFacts => ({
  who: whoOf(unknownActor),
  purpose: { of: 'HSYSADMIN' },
  action: 'attempt',
  outcome: 'denied',
  reason: 'attempts-counted',
  channel: 'all',
  address: addresses.size === 1 ? [...addresses][0]! : 'several',
  request: 'none',
  query: { text: `${counted} more attempts from ${addresses.size} addresses since ${from.toISOString()}` },
  domains: [],
});

/**
 * The same journal, which nobody unknown can fill: beyond sixty attempts a minute from one address, and three thousand
 * in all, they are counted, and one entry says how many there were. What anybody identified does has its entry, always.
 */
export function boundUnknownAttempts(
  journal: Journal,
  { log, clock = () => new Date() }: { log: Pick<Logger, 'error'>; clock?: (() => Date) | undefined },
): Journal {
  let window = openWindow(clock());
  let ending: NodeJS.Timeout | undefined;
  const end = async (): Promise<void> => {
    clearTimeout(ending);
    ending = undefined;
    const ended = window;
    window = openWindow(clock());
    if (ended.counted > 0) await journal.append([summary(ended)]);
  };
  const start = (): void => {
    if (ending) return;
    window = openWindow(clock());
    const over = () =>
      end().catch(error => log.error({ err: error }, 'counted attempts were not journalled'));
    ending = setTimeout(over, windowMs).unref();
  };
  return {
    ...journal,
    append(entries) {
      if (!entries.some(isAttempt)) return journal.append(entries);
      start();
      const kept = entries.filter(entry => !isAttempt(entry) || isListed(window, entry));
      return kept.length === 0 ? Promise.resolve() : journal.append(kept);
    },
    async close() {
      await end().catch(error => log.error({ err: error }, 'counted attempts were not journalled'));
      await journal.close();
    },
  };
}
