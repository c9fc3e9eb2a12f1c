import { ageOn, type DemoPerson, type Trait } from '../population/person.ts';
import type { Random } from '../population/random.ts';
import { chronicCourses } from './chronic.ts';
import { episodes } from './episodes.ts';
import type { Course, Event, Life } from './event.ts';
import { births } from './pregnancies.ts';

const courses: Readonly<Partial<Record<Trait, Course>>> = { ...chronicCourses, ...episodes };

/** A person's ten years, oldest first: the same seed gives the same life. */
export function writeHistory(person: DemoPerson, today: Date, random: Random): Event[] {
  const age = ageOn(person.birthDate, today);
  const lived = Math.floor((today.getTime() - new Date(person.birthDate).getTime()) / 86_400_000);
  const life: Omit<Life, 'random'> = { person, age, lived, today };
  return [
    ...births({ ...life, random: random.fork('births') }),
    ...person.traits.flatMap(trait => courses[trait]?.({ ...life, random: random.fork(trait) }) ?? []),
  ]
    .filter(event => event.daysAgo > 0 && event.daysAgo < lived)
    .sort((a, b) => b.daysAgo - a.daysAgo);
}
