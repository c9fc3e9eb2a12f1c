import type { Actor } from '@continuum/trust-access';
import { historyOf } from '../deposits/bundles.ts';
import { clientActor, type Destination } from '../deposits/load.ts';
import type { Progress } from '../deposits/paced.ts';
import type { Territory } from '../territory/territory.ts';
import { picturesOf } from './pictures-of.ts';

/** Stores DICOM instances as DICOMweb's door would; false when the archive did not take them all. */
export type StorePictures = (instances: Iterable<Uint8Array>, actor: Actor) => Promise<boolean>;

interface Loading {
  destination: Destination;
  territory: Territory;
  state: { today: Date };
  storePictures: StorePictures;
  tell: Progress;
}

function* told<T>(items: readonly T[], tell: Progress): Generator<T> {
  for (const [index, item] of items.entries()) {
    tell(index, items.length);
    yield item;
  }
  tell(items.length, items.length);
}

/**
 * The pictures of the named people's exams, in the name of the imaging department.
 * @returns whether all are in the archive; if not, a later start tries again, and what is there stays
 */
export function loadPictures({
  destination,
  territory,
  state,
  storePictures,
  tell,
}: Loading): Promise<boolean> {
  const pictures = territory.people
    .filter(({ role }) => role !== undefined)
    .flatMap(person => {
      const { events, chart } = historyOf(person, territory, state.today);
      return picturesOf(events, chart);
    });
  return storePictures(told(pictures, tell), clientActor(destination, 'imagerie-demo'));
}
