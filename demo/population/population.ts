import { makeNam } from '@continuum/standards-nam';
import { places, streets } from '../territory/places.data.ts';
import { citizenCast } from './cast.ts';
import { familyNames, givenNames } from './names.data.ts';
import { ageOn, type DemoPerson, type Trait } from './person.ts';
import type { Random } from './random.ts';

/** The day that birth dates are counted from: it belongs to the version, not to the day of loading. */
const epoch = new Date('2026-11-01T00:00:00Z');

type Sex = DemoPerson['sex'];
type Home = Pick<DemoPerson, 'municipality' | 'postalCode' | 'street' | 'phone'>;

interface Identity {
  familyName: string;
  givenName: string;
  sex: Sex;
  birthDate: string;
}

function givenNameOf(sex: Sex, year: number, random: Random): string {
  const generation = givenNames[sex].find(({ until }) => year < until)!;
  return random.pick(generation.names);
}

function homeOf(random: Random): Home {
  const place = random.weighted(places.map(candidate => [candidate, candidate.weight] as const));
  return {
    municipality: place.municipality,
    postalCode: `${place.postal} ${random.int(1, 9)}${random.pick('ABCEGHJKLMNPRSTVWXYZ'.split(''))}${random.int(1, 9)}`,
    street: `${random.int(10, 9900)}, ${random.pick(streets)}`,
    // 555-01xx: numbers kept for fiction.
    phone: `${random.pick(['418', '514', '450', '819'])}-555-01${String(random.int(0, 99)).padStart(2, '0')}`,
  };
}

function birthDateAt(age: number, random: Random): string {
  const day = new Date(epoch);
  day.setUTCFullYear(day.getUTCFullYear() - age);
  day.setUTCDate(day.getUTCDate() - random.int(0, 364));
  return day.toISOString().slice(0, 10);
}

/** NAMs of one territory are unique: the sequence character tells namesakes of one day apart. */
function namFor(identity: Identity, taken: Set<string>): string {
  for (let sequence = 1; sequence <= 9; sequence++) {
    const nam = makeNam({
      familyNameAtBirth: identity.familyName,
      givenName: identity.givenName,
      birthDate: identity.birthDate,
      sex: identity.sex === 'female' ? 'F' : 'M',
      sequence: String(sequence),
    });
    if (!taken.has(nam)) {
      taken.add(nam);
      return nam;
    }
  }
  throw new Error(`more than nine namesakes of ${identity.familyName} born on ${identity.birthDate}`);
}

/** Share of people with a chronic condition, by age: rough figures that make histories look true. */
function traitsOf(age: number, sex: Sex, random: Random): Trait[] {
  const shares: [Trait, number][] = [
    ['diabetes', age > 40 ? 0.14 : 0.01],
    ['hypertension', age > 45 ? 0.35 : 0.02],
    ['dyslipidemia', age > 45 ? 0.3 : 0.02],
    ['hypothyroidism', age > 30 ? 0.08 : 0.005],
    ['asthma', 0.09],
    ['depression', age > 15 ? 0.08 : 0],
    ['atrial-fibrillation', age > 70 ? 0.12 : 0],
    ['reflux', age > 30 ? 0.1 : 0.01],
    ['pregnancy', sex === 'female' && age >= 20 && age <= 42 ? 0.3 : 0],
    ['injury', 0.25],
    ['infection', 0.4],
    ['child', age < 12 ? 1 : 0],
    ['screening', age >= 50 ? 0.6 : 0.05],
  ];
  return shares.filter(([, share]) => random.chance(share)).map(([trait]) => trait);
}

function ageOfHead(random: Random): number {
  const [low, high] = random.weighted([
    [[20, 34], 24],
    [[35, 49], 27],
    [[50, 64], 26],
    [[65, 79], 17],
    [[80, 98], 6],
  ] as const);
  return random.int(low, high);
}

/** A household: one or two adults under one roof, children of a mother of the right age. */
function household(random: Random, taken: Set<string>): DemoPerson[] {
  const home = homeOf(random);
  const person = (familyName: string, sex: Sex, age: number, mother?: string): DemoPerson => {
    const birthDate = birthDateAt(age, random);
    const givenName = givenNameOf(sex, Number(birthDate.slice(0, 4)), random);
    const identity = { familyName, givenName, sex, birthDate };
    const traits = traitsOf(ageOn(birthDate, epoch), sex, random);
    return {
      id: random.uuid(),
      nam: namFor(identity, taken),
      ...identity,
      ...home,
      traits,
      ...(mother && { mother }),
    };
  };
  const age = ageOfHead(random);
  const head = person(random.pick(familyNames), random.chance(0.5) ? 'female' : 'male', age);
  if (!random.chance(0.6)) return [head];
  const partnerAge = Math.max(19, age + random.int(-6, 6));
  const partner = person(random.pick(familyNames), head.sex === 'female' ? 'male' : 'female', partnerAge);
  const [mother, father] = head.sex === 'female' ? [head, partner] : [partner, head];
  const motherAge = ageOn(mother.birthDate, epoch);
  const children = motherAge >= 22 && motherAge <= 50 ? random.int(0, 3) : 0;
  const born = Array.from({ length: children }, () => random.int(0, Math.min(17, motherAge - 20)));
  const sexOf = () => (random.chance(0.49) ? 'female' : 'male');
  return [head, partner, ...born.map(years => person(father.familyName, sexOf(), years, mother.id))];
}

function castPeople(random: Random, taken: Set<string>): DemoPerson[] {
  const home = homeOf(random);
  const ids = new Map(citizenCast.map(({ role }) => [role, random.uuid()]));
  return citizenCast.map(({ mother, ...role }) => ({
    ...role,
    ...home,
    id: ids.get(role.role)!,
    nam: namFor(role, taken),
    ...(mother && { mother: ids.get(mother)! }),
  }));
}

/**
 * The people of the territory, the cast first.
 * @param count how many; at least the cast is made
 */
export function createPopulation(random: Random, count: number): DemoPerson[] {
  const taken = new Set<string>();
  const people = castPeople(random.fork('cast'), taken);
  const rest = random.fork('households');
  while (people.length < count) people.push(...household(rest, taken).slice(0, count - people.length));
  return people;
}
