/** A place, as `places.ts` finds it. */
export interface Named {
  file: string;
  within: string;
  text: string;
}

/** A place whose rows another place lets through or not as well, by design: both are taken away together. */
export interface HeldTwice extends Named {
  with: readonly Named[];
  /** Why the other holds what this one does, and why this one stays. */
  why: string;
  /** Attacks that only this place is passed by: no other shows it. */
  by?: RegExp;
}

const store = (file: string, within: string, text: string): Named => ({
  file: `record/store/${file}`,
  within,
  text,
});

const current = store('visible.ts', 'visible', "seen('y', false)");

/**
 * Places that are held twice. That no alias exists without the predicate is a rule without exceptions (`visible-rows.ts`): it is
 * what a reader checks, so these stay.
 */
export const heldTwice: readonly HeldTwice[] = [
  {
    ...store('history.ts', 'current', "see.current('n')"),
    with: [current],
    why: 'a replaced version is seen by whoever sees the current one, which is what this asks again',
  },
  {
    ...store('history.ts', 'countText', "see.current('r')"),
    with: [store('history.ts', 'pageText', "see.current('r')"), current],
    why: 'a total is told with a page alone, and of what stands hidden there is none',
  },
  {
    ...store('export-list.ts', 'replacedText', "see.current('n')"),
    with: [store('export-list.ts', 'replacedText', "see.replaced('v')")],
    why: 'a replaced version is seen by whoever sees the current one, which is what this asks again',
  },
  {
    ...store('signed-act.ts', 'signedVersions', "visible(sight, now, s).current('r')"),
    with: [
      store('read.ts', 'readVersion', "see.current('r')"),
      store('read.ts', 'readVersion', "see.replaced('r')"),
    ],
    why: 'a signed version is read before anything of it is told',
    by: /\/api\/act\//,
  },
  {
    ...store('visible.ts', 'predicate', '...first(whose)'),
    with: [store('visible.ts', 'refusalObeyed', 'opened ? `(${uncovered} OR ${opened(x)})` : uncovered')],
    why: 'it lets nothing through that the next does not: it is asked before any row, for the time that it takes',
  },
];
