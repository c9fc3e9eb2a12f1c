import type { Access, Denied, JournalLine } from '@continuum/record-gate';
import type { AccessesAnswer, AccessLine } from './access-line.ts';

/** The journal keeps names, not identifiers: a citizen's line under their own name is their own. */
const isOwn = ({ actor }: JournalLine, reader: Access): boolean =>
  reader.actor.kind === 'citizen' && actor.kind === 'citizen' && actor.name === reader.actor.name;

const toLine = (line: JournalLine, reader: Access): AccessLine => ({
  id: line.id,
  at: line.at.toISOString(),
  action: line.action,
  outcome: line.outcome,
  actor: line.actor,
  purpose: line.purpose,
  channel: line.channel,
  domains: line.domains,
  own: isOwn(line, reader),
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
  return { accesses: outcome.lines.map(line => toLine(line, access)), next: outcome.next };
}
