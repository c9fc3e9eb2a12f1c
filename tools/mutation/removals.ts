import { type HeldTwice, heldTwice, type Named } from './held-twice.data.ts';
import { type Place, places } from './places.ts';

/** What is taken away at once: a place, with those that hold the same. */
export interface Removal extends Pick<Place, 'file' | 'line' | 'within' | 'text'> {
  /** Numbers of the places. */
  numbers: number[];
  /** Of one that is held twice: with what, and why. */
  twice?: { with: string[]; why: string; by?: string };
}

const isSame = (a: Named, b: Named): boolean =>
  a.file === b.file && a.within === b.within && a.text === b.text;
const told = ({ file, line, text }: Place): string => `${file}:${line} ${text}`;

function twiceOf(all: readonly Place[], { with: others, why, by }: HeldTwice) {
  const found = others.map(other => all.filter(place => isSame(place, other)));
  return { places: found.flat(), twice: { with: found.flat().map(told), why, ...(by && { by: by.source }) } };
}

/**
 * Every place of the store, each to be taken away by itself or with what holds the same.
 * @throws Error for a declaration of `held-twice.data.ts` that names no place, or several
 */
export function removals(root: string): Removal[] {
  const all = places(root);
  for (const one of heldTwice.flatMap(each => [each, ...each.with]))
    if (all.filter(place => isSame(place, one)).length !== 1)
      throw new Error(
        `held-twice.data.ts: there is not one place ${one.text} in ${one.within} of ${one.file}. Say which it is now.`,
      );
  return all.map(({ number, file, line, within, text, ...rest }) => {
    const place = { number, file, line, within, text, ...rest };
    const declared = heldTwice.find(one => isSame(place, one));
    const held = declared && twiceOf(all, declared);
    return {
      ...{ file, line, within, text },
      numbers: [number, ...(held?.places.map(other => other.number) ?? [])],
      ...(held && { twice: held.twice }),
    };
  });
}
