import type { ExportPage, ExportRange, Held } from '@continuum/record-store';
import type { Sight } from '@continuum/trust-access';
import type { Room } from './reading.ts';

/**
 * The versions of a range that may be seen when their page is read, among those that the journal told of: what
 * becomes visible while a file is sent is not sent untold.
 */
export async function* exportLines(
  room: Room,
  sight: Sight,
  range: ExportRange,
  places: ReadonlySet<number>,
): AsyncGenerator<Held> {
  let from: ExportPage['next'];
  do {
    const page: ExportPage = await room.store.readExport(sight, room.now(), range, from);
    for (const { place, held } of page.lines) if (places.has(place)) yield held;
    from = page.next;
  } while (from);
}
