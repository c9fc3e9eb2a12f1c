import type { Access, Denied, JournalLine } from '@continuum/record-gate';
import type { AccessesAnswer, AccessLine } from './access-line.ts';

const toLine = (line: JournalLine): AccessLine => ({
  id: line.id,
  at: line.at.toISOString(),
  action: line.action,
  outcome: line.outcome,
  actor: line.actor,
  purpose: line.purpose,
  channel: line.channel,
  domains: line.domains,
  ...(line.request && { request: true }),
  own: line.own,
  ...(line.copied && { copied: true as const }),
});

/**
 * Everyone who opened or tried to open a usager's record, newest first: the reader's own looks, those of the
 * people who help them, and blocked attempts included (FAQ Mon dossier santé, « journalisation des accès »).
 */
export async function listAccesses(
  access: Access,
  usager: string,
  page: { count?: number; cursor?: string },
): Promise<AccessesAnswer | Denied> {
  const outcome = await access.journalOf(usager, page);
  if (outcome.outcome === 'denied') return outcome;
  return { accesses: outcome.lines.map(toLine), next: outcome.next };
}
