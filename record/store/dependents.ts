import type { Tx } from '@continuum/record-database';
import type { Resource } from '@continuum/standards-fhir';
import { type Belonging, belongingOf, collectedFrom, mentionsOf } from './belonging.ts';
import { inheritanceTokens } from './index-values.ts';
import { belongingsOf, type Dependent, dependentsOf } from './lock-rows.ts';
import { keyOf } from './row.ts';
import { moveRows } from './write-rows.ts';

const same = (a: Belonging, b: Belonging): boolean =>
  a.owner === b.owner &&
  a.domain === b.domain &&
  a.collected?.getTime() === b.collected?.getTime() &&
  String(a.others) === String(b.others);

/** Is the resource no longer whose it was, or of another kind or date? */
export const belongsElsewhere = (before: Belonging | undefined, after: Belonging): boolean =>
  before === undefined || !same(before, after);

async function moved(tx: Tx, rows: readonly Dependent[]): Promise<(Dependent & Belonging)[]> {
  const mentions = rows.map(row => mentionsOf({ ...(JSON.parse(row.body) as Resource), id: row.id }));
  const known = await belongingsOf(tx, [...new Set(mentions.flatMap(({ needs }) => needs))]);
  const after = rows.map((row, at) => {
    const belonging = belongingOf(mentions[at]!, known, row.domain);
    return { ...row, ...belonging, collected: collectedFrom(row, belonging.collected) };
  });
  return after.filter((row, at) => belongsElsewhere(rows[at], row));
}

/**
 * What speaks of a resource follows it: when a correction makes an observation somebody else's, or older than
 * a refusal, its Provenance goes with it. In place, since the content is the same version; and on to what speaks
 * of those. `changed`: `Type/id` of what was just written with another belonging.
 */
export async function follow(tx: Tx, changed: readonly string[]): Promise<void> {
  const done = new Set<string>();
  for (let next = changed; next.length > 0; ) {
    const rows = await dependentsOf(tx, inheritanceTokens(next));
    const elsewhere = await moved(
      tx,
      rows.filter(row => !done.has(keyOf(row))),
    );
    if (elsewhere.length > 0) await moveRows(tx, elsewhere);
    next = elsewhere.map(keyOf);
    for (const key of next) done.add(key);
  }
}
