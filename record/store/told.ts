import type { Domain } from '@continuum/trust-access';
import { type Belonging, belongingOf, type Identified, type Mentions, mentionsOf } from './belonging.ts';

/** What a resource says, with what follows from it. */
export type Told = Mentions & { belonging: Belonging };

/** What the resources of one write mention, by `Type/id`. */
export const mentionsBy = (resources: readonly Identified[]): Map<string, Mentions> =>
  new Map(resources.map(r => [`${r.resourceType}/${r.id}`, mentionsOf(r)]));

/** `Type/id` of what they depend on and do not bring themselves. */
export const neededElsewhere = (here: ReadonlyMap<string, Mentions>): string[] => [
  ...new Set([...here.values()].flatMap(({ needs }) => needs).filter(need => !here.has(need))),
];

/**
 * Belongings of all that is written, those of resources of the same write that they depend on first.
 * @param elsewhere the belongings of what they depend on and do not bring.
 */
export function toldBy(
  here: ReadonlyMap<string, Mentions>,
  elsewhere: ReadonlyMap<string, Belonging>,
  domain: Domain | undefined,
): Map<string, Told> {
  const known = new Map<string, Belonging>(elsewhere);
  const visiting = new Set<string>();
  const visit = (key: string, mentions: Mentions): void => {
    if (visiting.has(key)) return;
    visiting.add(key);
    for (const need of mentions.needs) {
      const dependency = here.get(need);
      if (dependency) visit(need, dependency);
    }
    known.set(key, belongingOf(mentions, known, domain));
  };
  for (const [key, mentions] of here) visit(key, mentions);
  return new Map([...here].map(([key, mentions]) => [key, { ...mentions, belonging: known.get(key)! }]));
}
