import { expect, it } from 'vitest';
import { places } from './places.ts';
import { removals } from './removals.ts';

const root = new URL('../..', import.meta.url).pathname;
const all = () => removals(root);

it('every place of the predicate is taken away once, and what is declared as held twice is there', () => {
  expect(all().map(({ numbers: [own] }) => own)).toEqual(places(root).map(({ number }) => number));
  expect(all().length).toBeGreaterThan(40);
});

it('what is held twice is taken away with the places that hold the same', () => {
  const twice = all().filter(one => one.twice);
  for (const { numbers, twice: held } of twice) expect(numbers).toHaveLength(1 + held!.with.length);
  expect(twice.map(({ file, within }) => `${file} ${within}`)).toContain('record/store/history.ts current');
});
