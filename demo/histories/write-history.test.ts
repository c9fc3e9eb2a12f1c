import { describe, expect, it } from 'vitest';
import { ageOn, type DemoPerson } from '../population/person.ts';
import { createTerritory } from '../territory/territory.ts';
import { type Event, historyDays } from './event.ts';
import { writeHistory } from './write-history.ts';

const today = new Date('2026-11-22T12:00:00Z');
const { people, random } = createTerritory(500);
const historyOf = (person: DemoPerson) => writeHistory(person, today, random.fork(`${person.id}/history`));
const lives = people.map(person => ({ person, events: historyOf(person) }));
const livedBy = ({ birthDate }: DemoPerson) => (today.getTime() - Date.parse(birthDate)) / 86_400_000;
const of = <K extends Event['kind']>(events: readonly Event[], kind: K) =>
  events.filter((event): event is Extract<Event, { kind: K }> => event.kind === kind);

describe('the histories of the synthetic people', () => {
  it('are the same each time', () => {
    expect(people.slice(0, 50).map(historyOf)).toEqual(lives.slice(0, 50).map(({ events }) => events));
  });

  it('begin after birth, go back ten years at most, and end before today', () => {
    for (const { person, events } of lives)
      for (const { daysAgo } of events) {
        expect(daysAgo).toBeGreaterThan(0);
        expect(daysAgo).toBeLessThan(Math.min(historyDays + 1, livedBy(person)));
      }
  });

  it('have pregnancies of women alone, grown up, one for each child born in the ten years', () => {
    for (const { person, events } of lives) {
      const pregnancies = of(events, 'condition').filter(({ name }) => name === 'Grossesse');
      const born = (person.children ?? []).filter(
        birthDate => (today.getTime() - Date.parse(birthDate)) / 86_400_000 + 240 < historyDays,
      );
      const underWay = pregnancies.filter(({ endedDaysAgo }) => endedDaysAgo === undefined);
      expect(pregnancies.length - underWay.length).toBe(born.length);
      if (pregnancies.length === 0) continue;
      expect(person.sex).toBe('female');
      const youngest = Math.max(...pregnancies.map(({ daysAgo }) => daysAgo));
      expect(livedBy(person) - youngest).toBeGreaterThan(18 * 365);
    }
  });

  it('give a chronic disease its treatment and its follow-up, all after the diagnosis', () => {
    const diabetics = lives.filter(({ person }) => person.traits.includes('diabetes'));
    expect(diabetics.length).toBeGreaterThan(15);
    for (const { events } of diabetics) {
      const [diagnosis] = of(events, 'condition').filter(({ snomed }) => snomed === '44054006');
      const tests = of(events, 'panel').filter(({ panel }) => panel === 'diabetes');
      const drugs = of(events, 'treatment').filter(({ product }) => product === 'metformin');
      expect(drugs).toHaveLength(1);
      // At least two a year.
      expect(tests.length).toBeGreaterThanOrEqual(Math.floor((diagnosis!.daysAgo / 365) * 2));
      for (const { daysAgo } of [...tests, ...drugs]) expect(daysAgo).toBeLessThanOrEqual(diagnosis!.daysAgo);
    }
  });

  it('give nobody what they are allergic to, and no child an adult’s disease', () => {
    for (const { person, events } of lives) {
      const products = of(events, 'treatment').map(({ product }) => product);
      if (person.traits.includes('penicillin-allergy')) expect(products).not.toContain('amoxicillin');
      if (ageOn(person.birthDate, today) < 18)
        for (const adult of ['metformin', 'ramipril', 'atorvastatin', 'warfarin'])
          expect(products).not.toContain(adult);
    }
  });

  it('show each kind of thing that a record has to show', () => {
    const all = lives.flatMap(({ events }) => events);
    expect(of(all, 'treatment').some(({ neverDispensed }) => neverDispensed)).toBe(true);
    expect(of(all, 'treatment').some(({ stopped }) => stopped)).toBe(true);
    expect(new Set(all.map(({ kind }) => kind)).size).toBe(8);
  });
});
