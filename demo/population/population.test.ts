import { agrees, parseNam } from '@continuum/standards-nam';
import { describe, expect, it } from 'vitest';
import { createPopulation } from './population.ts';
import { createRandom } from './random.ts';

const people = createPopulation(createRandom('test'), 800);

describe('the synthetic population', () => {
  it('is the same each time, person by person', () => {
    expect(createPopulation(createRandom('test'), 800)).toEqual(people);
  });

  it('keeps its first people when more are asked for', () => {
    expect(createPopulation(createRandom('test'), 900).slice(0, 800)).toEqual(people);
  });

  it('gives everyone a valid NAM that agrees with name, birth date and sex, and that nobody else has', () => {
    for (const { nam, familyName, givenName, birthDate, sex } of people) {
      const parsed = parseNam(nam);
      expect(parsed.valid).toBe(true);
      if (parsed.valid) {
        expect(
          agrees(parsed.nam, {
            family: familyName,
            given: givenName,
            birthDate,
            sex: sex === 'female' ? 'F' : 'M',
          }),
        ).toBe(true);
      }
    }
    expect(new Set(people.map(({ nam }) => nam)).size).toBe(people.length);
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
  });

  it('has children whose mother is old enough and lives with them', () => {
    const byId = new Map(people.map(person => [person.id, person]));
    const children = people.filter(({ mother }) => mother && byId.has(mother));
    expect(children.length).toBeGreaterThan(20);
    for (const child of children) {
      const mother = byId.get(child.mother!)!;
      expect(
        Number(child.birthDate.slice(0, 4)) - Number(mother.birthDate.slice(0, 4)),
      ).toBeGreaterThanOrEqual(18);
      expect(mother.street).toBe(child.street);
    }
  });
});
