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
  const from = (first: number, share: number, younger = 0) => (age >= first ? share : younger);
  const shares: [Trait, number][] = [
    ['diabetes', from(41, 0.14, from(18, 0.01))],
    ['hypertension', from(46, 0.35, from(18, 0.02))],
    ['dyslipidemia', from(46, 0.3, from(18, 0.02))],
    ['hypothyroidism', from(31, 0.08, from(6, 0.005))],
    ['asthma', from(4, 0.09)],
    ['depression', from(16, 0.08)],
    ['atrial-fibrillation', from(71, 0.12)],
    ['reflux', from(31, 0.1, from(6, 0.01))],
    ['pregnancy', sex === 'female' && age >= 20 && age <= 42 ? 0.04 : 0],
    ['injury', from(2, 0.25)],
    ['fall', from(75, 0.15)],
    ['penicillin-allergy', from(3, 0.06)],
    ['peanut-allergy', from(2, 0.02)],
    ['infection', from(1, 0.4)],
    ['child', age < 12 ? 1 : 0],
    ['screening', from(50, 0.6, from(20, 0.05))],
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

/** None to three, at least two years apart, the youngest first. */
function agesOfChildren(random: Random, oldest: number): number[] {
  const ages: number[] = [];
  for (let left = random.int(0, 3), age = random.int(0, 8); left > 0 && age <= oldest; left--) {
    ages.push(age);
    age += random.int(2, 4);
  }
  return ages;
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
  const born = motherAge >= 22 && motherAge <= 50 ? agesOfChildren(random, Math.min(17, motherAge - 20)) : [];
  const sexOf = () => (random.chance(0.49) ? 'female' : 'male');
  const youngsters = born.map(years => person(father.familyName, sexOf(), years, mother.id));
  if (youngsters.length > 0) mother.children = youngsters.map(({ birthDate }) => birthDate).sort();
  return [head, partner, ...youngsters];
}

/** The named people: a household for each, but for children, who live with their mother. */
function castPeople(random: Random, taken: Set<string>): DemoPerson[] {
  const ids = new Map(citizenCast.map(({ role }) => [role, random.fork(role).uuid()]));
  return citizenCast.map(({ mother, ...role }) => {
    const children = citizenCast.filter(child => child.mother === role.role);
    return {
      ...role,
      ...homeOf(random.fork(`${mother ?? role.role}/home`)),
      id: ids.get(role.role)!,
      nam: namFor(role, taken),
      ...(mother && { mother: ids.get(mother)! }),
      ...(children.length > 0 && { children: children.map(({ birthDate }) => birthDate).sort() }),
    };
  });
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
