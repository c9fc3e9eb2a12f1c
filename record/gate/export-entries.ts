import type { ExportPage, ExportRange, Held } from '@continuum/record-store';
import type { Sight } from '@continuum/trust-access';
import type { JournalFacts } from '@continuum/trust-audit';
import { bulkEntry, type Question } from './entries.ts';
import type { Room } from './reading.ts';

/** What one usager's part of a file is. */
interface Part {
  domains: Set<Held['domain']>;
  count: number;
}

/**
 * One entry for each usager whose information may be seen in a range now, one for the rest of it, and the places of
 * the lines that they speak of.
 */
export async function entriesOfExport(
  room: Room,
  sight: Sight,
  range: ExportRange,
  question: Question,
): Promise<{ places: Set<number>; entries: JournalFacts[] }> {
  const parts = new Map<string | undefined, Part>([[undefined, { domains: new Set(), count: 0 }]]);
  const places = new Set<number>();
  const add = (usager: string | undefined, { domain }: Held): void => {
    const part = parts.get(usager) ?? { domains: new Set(), count: 0 };
    part.domains.add(domain);
    part.count++;
    parts.set(usager, part);
  };
  let from: ExportPage['next'];
  do {
    const page: ExportPage = await room.store.readExport(sight, room.now(), range, from);
    for (const { place, held } of page.lines) {
      places.add(place);
      for (const usager of [undefined, ...held.usagers]) add(usager, held);
    }
    from = page.next;
  } while (from);
  const entries = [...parts].map(([usager, { domains, count }]) =>
    bulkEntry(room.opening, question, { usager, domains: [...domains].sort(), count, type: range.type }),
  );
  return { places, entries };
}
