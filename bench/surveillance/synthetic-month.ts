import { type Facts, linkKey, type RuleId } from '@continuum/governance-surveillance';
import { makeNam, namSystem } from '@continuum/standards-nam';
import type { Identity } from '@continuum/trust-access';
import type { JournalEntry } from '@continuum/trust-audit';

/** A misuse that was planted among normal work, and the rule that is meant to find it. */
interface Planted {
  rule: RuleId;
  actor: string;
  day: string;
  /** It goes on from that day on. */
  lasting?: true;
  usager?: string;
}

export interface Month {
  entries: JournalEntry[];
  facts: Facts;
  planted: Planted[];
}

const families =
  'Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet Pelletier Bélanger Lévesque Bergeron Leblanc Paquette Girard Simard Boucher Caron Beaulieu Cloutier Dubé Poirier Fournier Lapointe Nguyen Haddad Diallo'.split(
    ' ',
  );
/** Beside the most frequent ones, which a third of people have, names that few share. */
const rare = Array.from(
  { length: 900 },
  (_, at) =>
    `${families[at % 30]!.slice(0, 3)}${['ard', 'ette', 'eau', 'ois', 'ert'][at % 5]}${'abcdefghij'[at % 10]}${'klmnopqrst'[Math.floor(at / 90)]}`,
);
const givens = 'Anne Luc Marie Paul Sophie Jean Julie Marc Nathalie Denis Chantal Yves Line Alain'.split(' ');

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return { next, int, pick: <T>(list: readonly T[]): T => list[int(0, list.length - 1)]! };
}

type Random = ReturnType<typeof seeded>;

interface Clinician {
  reference: string;
  name: string;
  profile: string;
  clinic: string;
  identity: Identity;
  /** Usagers who are followed there. */
  panel: string[];
  nights: boolean;
  daily: number;
}

interface World {
  random: Random;
  clinicians: Clinician[];
  usagers: Map<string, Identity>;
  links: Set<string>;
  ended: Map<string, { organization: string; last: string }[]>;
  entries: JournalEntry[];
  planted: Planted[];
  watched: Set<string>;
}

const identity = (random: Random): Identity => {
  const year = random.int(1935, 2005);
  return {
    family: random.next() < 0.35 ? random.pick(families) : random.pick(rare),
    given: random.pick(givens),
    birthDate: `${year}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`,
    homes: [`${random.int(1, 9999)}RUE${random.int(1, 400)}H${random.int(1, 9)}X`],
  };
};

const [clinics, perClinic, people] = [10, 8, 6_000];

function populate(random: Random): World {
  const usagers = new Map(Array.from({ length: people }, (_, at) => [`u${at}`, identity(random)] as const));
  const ids = [...usagers.keys()];
  const links = new Set<string>();
  const clinicians = Array.from({ length: clinics * perClinic }, (_, at): Clinician => {
    const clinic = `clinic-${at % clinics}`;
    const reference = `Practitioner/p${at}`;
    const panel = Array.from({ length: 150 }, () => random.pick(ids));
    for (const usager of panel) links.add(linkKey(reference, clinic, usager));
    const who = identity(random);
    const profile = at % 4 === 0 ? 'pharmacist' : at % 4 === 1 ? 'nurse' : 'physician';
    return {
      ...{ reference, clinic, panel, profile, identity: who, name: `${who.given} ${who.family}` },
      ...{ nights: at % 16 === 5, daily: random.int(8, 18) },
    };
  });
  const ended = new Map<string, { organization: string; last: string }[]>();
  const [entries, planted, watched] = [[], [], new Set<string>(['u7', 'u11'])];
  return { random, clinicians, usagers, links, ended, entries, planted, watched };
}

const dayOf = (number: number): string => `2026-09-${String(number).padStart(2, '0')}`;
/** Québec in September is four hours behind UTC. */
const momentOf = (day: string, minutes: number): string =>
  new Date(Date.parse(`${day}T04:00:00Z`) + Math.round(minutes * 60_000)).toISOString();

let lastId = 0;
const nextId = (): string => `00000000-0000-7000-8000-${String(++lastId).padStart(12, '0')}`;

function enter(
  { entries }: World,
  who: Clinician,
  at: string,
  more: Partial<JournalEntry> & { usager?: string | undefined },
): void {
  entries.push({
    ...{ id: nextId(), at, action: 'search', outcome: 'success', channel: 'api', request: 'r' },
    ...{ address: `10.0.${who.clinic.slice(7)}.1`, purpose: { of: 'TREAT' }, domains: ['laboratory'] },
    who: {
      ...{ reference: who.reference, name: who.name, profile: who.profile, kind: 'practitioner' },
      ...{
        organization: { id: who.clinic, name: who.clinic },
        credential: { kind: 'key', id: who.reference },
      },
    },
    ...more,
  });
}

/** A visit: the person is found, then two or three parts of their record are opened. */
function visit(world: World, who: Clinician, day: string, minutes: number, usager: string, reason?: string) {
  const { random } = world;
  const purpose = { of: 'TREAT' as const, ...(reason && { reason }) };
  enter(world, who, momentOf(day, minutes), { usager, domains: ['identity'], purpose });
  const tabs = random.int(1, 3);
  for (let tab = 1; tab <= tabs; tab++) enter(world, who, momentOf(day, minutes + tab), { usager, purpose });
}

/** A day of work as most are: their own people, some who walk in, now and then somebody who refuses. */
function workDay(world: World, who: Clinician, day: string): void {
  const { random, usagers } = world;
  const ids = [...usagers.keys()];
  const many = Math.max(3, who.daily + random.int(-4, 4));
  for (let number = 0; number < many; number++) {
    const minutes = (who.nights ? random.int(23 * 60, 29 * 60) : random.int(8 * 60, 17 * 60)) + random.next();
    const known = random.next() < 0.9;
    const usager = known ? random.pick(who.panel) : random.pick(ids);
    // Of those who walk in, half leave something in the record that day, and of the others half have a reason written.
    const fate = random.next();
    if (!known && fate < 0.5) world.links.add(linkKey(who.reference, who.clinic, usager));
    visit(world, who, day, minutes, usager, !known && fate > 0.75 ? 'sans rendez-vous' : undefined);
    if (random.next() >= 0.01) continue;
    // Somebody who refuses: each part of the record is tried once.
    const refusing = random.pick(ids);
    for (let tab = 0; tab < 4; tab++)
      enter(world, who, momentOf(day, minutes + 5 + tab), { usager: refusing, outcome: 'refused' });
  }
}

const [first, days] = [1, 30];
const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());

function work(world: World): void {
  for (let number = first; number < first + days; number++) {
    const day = dayOf(number);
    for (const who of world.clinicians)
      if (world.random.next() < (isWeekend(day) ? 0.08 : 0.85)) workDay(world, who, day);
  }
}

const stranger = ({ random, links }: World, who: Clinician): string => {
  for (;;) {
    const usager = `u${random.int(100, people - 1)}`;
    if (!links.has(linkKey(who.reference, who.clinic, usager))) return usager;
  }
};

type Plant = (world: World, who: Clinician, day: string) => string | undefined;

/** Gives a usager the identity that makes the look a misuse, and looks. */
const lookAt =
  (become: (world: World, who: Clinician, usager: string) => void): Plant =>
  (world, who, day) => {
    const usager = stranger(world, who);
    become(world, who, usager);
    visit(world, who, day, 12 * 60, usager);
    return usager;
  };

const be = (identityOf: (who: Clinician, was: Identity) => Partial<Identity>) =>
  lookAt((world, who, usager) => {
    const was = world.usagers.get(usager)!;
    world.usagers.set(usager, { ...was, ...identityOf(who, was) });
  });

const browse =
  (count: number, from: number, outcome: JournalEntry['outcome'] = 'success'): Plant =>
  (world, who, day) => {
    for (let at = 0; at < count; at++)
      enter(world, who, momentOf(day, from + at / 2), { usager: stranger(world, who), outcome });
    return undefined;
  };

const alternate: Plant = (world, who, day) => {
  for (let at = 0; at < 8; at++)
    enter(world, who, momentOf(day, 600 + at * 3), {
      ...{ usager: world.random.pick(who.panel), address: at % 2 ? '198.51.100.7' : '203.0.113.9' },
    });
  return undefined;
};

const guess: Plant = (world, who, day) => {
  for (let at = 1; at <= 6; at++) {
    const nam = makeNam({
      familyNameAtBirth: 'Savard',
      givenName: 'Rita',
      sex: 'F',
      birthDate: `1951-06-0${at}`,
    });
    enter(world, who, momentOf(day, 700 + at), {
      ...{ usager: undefined, domains: ['identity'] },
      query: { type: 'Patient', text: `Patient?identifier=${namSystem}|${nam}&_count=25` },
    });
  }
  return undefined;
};

const lingers: Plant = (world, who, day) => {
  world.ended.set(who.reference, [{ organization: who.clinic, last: dayOf(Number(day.slice(8)) - 1) }]);
  return undefined;
};

const probe: Plant = (world, who, day) => {
  const usager = stranger(world, who);
  for (let at = 0; at < 12; at++) enter(world, who, momentOf(day, 800 + at), { usager, outcome: 'refused' });
  return usager;
};

const peek: Plant = (world, who, day) => {
  visit(world, who, day, 13 * 60, 'u7');
  return 'u7';
};

/** Twenty, each by somebody else, in the last two weeks: a watch needs some days to know what is usual. */
const misuses: [RuleId, Plant][] = [
  ...Array(2).fill(['own-record', be(({ identity: me }) => me)]),
  ...Array(2).fill(['household', be(({ identity: me }) => ({ homes: me.homes }))]),
  ['household', be(({ identity: me }) => ({ family: me.family }))],
  ...Array(2).fill([
    'colleague',
    lookAt((world, who, usager) => {
      const other = world.clinicians.find(one => one.clinic === who.clinic && one !== who)!;
      world.usagers.set(usager, other.identity);
    }),
  ]),
  ...Array(2).fill(['no-care-link', browse(28, 9 * 60)]),
  ...Array(2).fill(['volume', browse(120, 9 * 60)]),
  ...Array(2).fill(['odd-hours', browse(5, 2 * 60)]),
  ['watched-record', peek],
  ['refusal-probing', probe],
  ['refusal-probing', browse(8, 10 * 60, 'refused')],
  ['impossible-travel', alternate],
  ...Array(2).fill(['sequential-nam', guess]),
  ['employment-ended', lingers],
];

function plant(world: World): void {
  const able = world.clinicians.filter(({ nights }) => !nights);
  for (const [at, [rule, misuse]] of misuses.entries()) {
    const who = able[at * 3]!;
    const day = dayOf(21 + (at % 4));
    const usager = misuse(world, who, day);
    const lasting = rule === 'employment-ended' && { lasting: true as const };
    world.planted.push({ rule, actor: who.reference, day, ...(usager && { usager }), ...lasting });
  }
}

/** A month of a small territory: 80 clinicians of 10 clinics, 6,000 usagers, and 20 misuses. One seed, one month. */
export function syntheticMonth(seed: number): Month {
  lastId = 0;
  const world = populate(seeded(seed));
  work(world);
  plant(world);
  const { clinicians, usagers, links, ended, watched, entries, planted } = world;
  const staff = Map.groupBy(
    clinicians.map(one => ({ ...one.identity, reference: one.reference, clinic: one.clinic })),
    ({ clinic }) => clinic,
  );
  const actors = new Map(
    clinicians.map(({ reference, identity: own }) => [
      reference,
      { identity: own, history: [], ended: ended.get(reference) ?? [] },
    ]),
  );
  const facts: Facts = { actors, usagers, staff, careLinks: links, watched, peers: new Map() };
  return { entries, facts, planted };
}
