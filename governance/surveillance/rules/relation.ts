import { familyOf, type Identity, isSamePerson, sharesHome } from '@continuum/trust-access';
import { type Facts, linkKey } from './facts.ts';
import { type Evaluator, type Finding, looksByUsager } from './finding.ts';
import type { ActorDay, Observation } from './observation.ts';

const identityOf = ({ actors }: Facts, { actor }: ActorDay): Identity | undefined =>
  actors.get(actor.reference)?.identity;

/** Evidence of care for one of the looks: for the organization on whose behalf it was. */
const isLinked = (facts: Facts, { actor }: ActorDay, looks: readonly Observation[]): boolean =>
  looks.some(({ organization, usager }) =>
    facts.careLinks.has(linkKey(actor.reference, organization, usager!)),
  );

const isDeclared = (looks: readonly Observation[]): boolean => looks.some(({ declared }) => declared);

/** One finding for each usager whose looks `figures` says something of. */
const perUsager =
  (
    figures: (
      facts: Facts,
      day: ActorDay,
      usager: string,
      looks: readonly Observation[],
    ) => Finding['figures'] | undefined,
  ): Evaluator =>
  (day, facts) =>
    [...looksByUsager(day)].flatMap(([usager, looks]) => {
      const found = figures(facts, day, usager, looks);
      return found === undefined
        ? []
        : [{ usager, evidence: looks, figures: { looks: looks.length, ...found } }];
    });

/** One's own record, by the access for work. */
export const ownRecord = perUsager((facts, day, usager) => {
  const [me, them] = [identityOf(facts, day), facts.usagers.get(usager)];
  if (!me || !them || !isSamePerson(me, them)) return undefined;
  return { by: me.birthDate !== undefined && them.birthDate !== undefined ? 'birthDate' : 'home' };
});

const namesakesOf = (facts: Facts, family: string): number => {
  const staff = new Map([...facts.staff.values()].flat().map(one => [one.reference, one]));
  return [...staff.values()].filter(one => familyOf(one) === family).length;
};

/** Somebody of the same home; or of the same surname when it is rare and there is no evidence of care. */
export const household: Evaluator = (day, facts, { namesakes = 25 }) =>
  perUsager((_, __, usager, looks) => {
    const [me, them] = [identityOf(facts, day), facts.usagers.get(usager)];
    if (!me || !them || isSamePerson(me, them)) return undefined;
    const link = isLinked(facts, day, looks) || isDeclared(looks);
    if (sharesHome(me, them)) return { why: 'home', link: link ? 'yes' : 'no' };
    const family = familyOf(me);
    const isRare = family !== '' && namesakesOf(facts, family) < namesakes;
    return !link && isRare && family === familyOf(them) ? { why: 'surname', link: 'no' } : undefined;
  })(day, facts, {});

/** Somebody who works at the same organization, without evidence of care. */
export const colleague = perUsager((facts, day, usager, looks) => {
  const them = facts.usagers.get(usager);
  if (!them || isLinked(facts, day, looks)) return undefined;
  const places = new Set(looks.flatMap(({ organization }) => organization ?? []));
  const isThere = [...places].some(place =>
    facts.staff.get(place)?.some(one => one.reference !== day.actor.reference && isSamePerson(one, them)),
  );
  return isThere ? {} : undefined;
});

/** A record that is watched, without evidence of care. */
export const watchedRecord = perUsager((facts, day, usager, looks) =>
  facts.watched.has(usager) && !isLinked(facts, day, looks) ? {} : undefined,
);

/** Many records without evidence of care: neither that of the record nor the person's own words. */
export const noCareLink: Evaluator = (day, facts, { least = 5, share = 50 }) => {
  const all = looksByUsager(day);
  const without = [...all].filter(([, looks]) => !isLinked(facts, day, looks) && !isDeclared(looks));
  if (without.length < least || (100 * without.length) / all.size < share) return [];
  const evidence = without.flatMap(([, looks]) => looks);
  return [{ evidence, figures: { usagers: without.length, all: all.size, least, share } }];
};
