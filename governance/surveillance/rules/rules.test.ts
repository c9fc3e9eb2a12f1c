import { makeNam, namSystem } from '@continuum/standards-nam';
import type { Identity } from '@continuum/trust-access';
import type { JournalEntry } from '@continuum/trust-audit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { line, lines } from '../testing/journal-lines.ts';
import { evaluate, usualParameters } from './evaluate.ts';
import { type ActorFacts, type Facts, linkKey, noFacts } from './facts.ts';
import { toActorDays } from './observation.ts';
import type { Alert, ParameterValues, RuleId } from './rule.ts';
import { rules } from './rules.data.ts';

const actor = 'Practitioner/gagnon';
const gagnon: Identity = { family: 'Gagnon', given: 'Luce', birthDate: '1980-01-02', homes: ['1RUEDUPARC'] };
const stranger: Identity = { family: 'Roy', given: 'Paul', birthDate: '1970-01-01', homes: ['9RUEKING'] };

/** Twenty days of ten usagers, in daylight. */
const habits = Array.from({ length: 20 }, (_, at) => ({
  ...{ day: `2026-10-${String(31 - at).padStart(2, '0')}`, usagers: 10, night: 0 },
}));

function facts(more: Partial<Facts> = {}, own: Partial<ActorFacts> = {}): Facts {
  return {
    ...noFacts,
    actors: new Map([[actor, { identity: gagnon, history: habits, ended: [], ...own }]]),
    usagers: new Map([['u1', stranger]]),
    peers: new Map([['physician', 12]]),
    ...more,
  };
}

const linked = (usager: string) => ({ careLinks: new Set([linkKey(actor, 'clinic', usager)]) });
const u1 = (identity: Partial<Identity>) => ({ usagers: new Map([['u1', { ...stranger, ...identity }]]) });
const many = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`);

function alertsOf(
  id: RuleId,
  entries: readonly JournalEntry[],
  given: Facts,
  parameters: ParameterValues = {},
): Alert[] {
  const rule = rules.find(one => one.id === id)!;
  const inForce = { id, version: rule.version, parameters: { ...usualParameters(rule), ...parameters } };
  return toActorDays(entries).flatMap(day => evaluate(inForce, day, given));
}

const nams = [1, 2, 3, 4, 5].map(day =>
  makeNam({ familyNameAtBirth: 'Roy', givenName: 'Anne', sex: 'F', birthDate: `1980-03-0${day}` }),
);
const lookup = (nam: unknown, minute: number): JournalEntry => {
  const { usager: _, ...entry } = line({
    at: new Date(Date.parse('2026-11-02T15:00:00Z') + minute * 60_000).toISOString(),
    domains: ['identity'],
    query: { type: 'Patient', text: `Patient?identifier=${namSystem}|${nam}&_count=25` },
  });
  return entry;
};

const refusedTo = (usagers: readonly string[]) => lines(usagers, { outcome: 'refused' });
const hopping = (addresses: readonly string[], minutes = 2) =>
  addresses.map((address, at) =>
    line({ address, at: new Date(Date.parse('2026-11-02T15:00:00Z') + at * minutes * 60_000).toISOString() }),
  );
const staffed = (identity: Identity) => ({
  staff: new Map([['clinic', [{ ...identity, reference: 'Practitioner/other' }]]]),
});
const inNight = (count: number) => lines(many(count), { at: '2026-11-03T07:30:00.000Z' });
const remote = (at: string) => line({ who: { remote: { at } } as never });

type Row = [rule: RuleId, situation: string, entries: JournalEntry[], facts: Facts, alerts: number];

/** Misuse beside the normal work that looks like it. */
const table: Row[] = [
  ['own-record', 'the same names and birth date', [line()], facts(u1(gagnon)), 1],
  [
    'own-record',
    'the same names and home, no birth date known',
    [line()],
    facts(u1({ ...gagnon, birthDate: undefined })),
    1,
  ],
  [
    'own-record',
    'somebody of the same names, born another day',
    [line()],
    facts(u1({ ...gagnon, birthDate: '1999-09-09', homes: [] })),
    0,
  ],
  ['own-record', 'only who they are was shown', [line({ domains: ['identity'] })], facts(u1(gagnon)), 0],
  ['household', 'somebody of the same home', [line()], facts(u1({ homes: gagnon.homes })), 1],
  [
    'household',
    'somebody of the same rare surname, without evidence of care',
    [line()],
    facts(u1({ family: 'Gagnon' })),
    1,
  ],
  [
    'household',
    'the same surname, with evidence of care',
    [line()],
    facts({ ...u1({ family: 'Gagnon' }), ...linked('u1') }),
    0,
  ],
  ['household', 'a stranger', [line()], facts(), 0],
  ['colleague', 'somebody who works there', [line()], facts(staffed(stranger)), 1],
  [
    'colleague',
    'somebody who works there, whom they treat',
    [line()],
    facts({ ...staffed(stranger), ...linked('u1') }),
    0,
  ],
  [
    'colleague',
    'somebody who has the name of one who works there',
    [line()],
    facts(staffed({ ...stranger, birthDate: '1950-01-01' })),
    0,
  ],
  ['no-care-link', 'six records without any evidence', lines(many(6)), facts(), 1],
  [
    'no-care-link',
    'six records, each with the reason in their own words',
    lines(many(6), { purpose: { of: 'TREAT', reason: 'garde' } }),
    facts(),
    0,
  ],
  ['no-care-link', 'two without evidence among many', lines(many(2)), facts(), 0],
  ['volume', 'forty-one records, when ten are usual', lines(many(41)), facts(), 1],
  [
    'volume',
    'forty-one records, of somebody who sees fifteen a day',
    lines(many(41)),
    facts({}, { history: habits.map(one => ({ ...one, usagers: 15 })) }),
    0,
  ],
  [
    'volume',
    'forty-one records, when peers see twenty',
    lines(many(41)),
    facts({ peers: new Map([['physician', 20]]) }),
    0,
  ],
  ['volume', 'twelve records', lines(many(12)), facts(), 0],
  ['odd-hours', 'three looks at half past two in the night', inNight(3), facts(), 1],
  [
    'odd-hours',
    'the same, by somebody who works nights',
    inNight(3),
    facts({}, { history: habits.map((one, at) => ({ ...one, night: at < 4 ? 9 : 0 })) }),
    0,
  ],
  ['odd-hours', 'one look in the night', inNight(1), facts(), 0],
  [
    'watched-record',
    'a watched record without evidence of care',
    [line()],
    facts({ watched: new Set(['u1']) }),
    1,
  ],
  [
    'watched-record',
    'a watched record of somebody they treat',
    [line()],
    facts({ watched: new Set(['u1']), ...linked('u1') }),
    0,
  ],
  ['refusal-probing', 'ten tries at one who refuses', refusedTo(Array(10).fill('u1')), facts(), 1],
  ['refusal-probing', 'one try at each of five who refuse', refusedTo(many(5)), facts(), 1],
  ['refusal-probing', 'a chart of four tabs, of one who refuses', refusedTo(Array(4).fill('u1')), facts(), 0],
  ['impossible-travel', 'two addresses in alternation', hopping(['a', 'b', 'a', 'b', 'a']), facts(), 1],
  [
    'impossible-travel',
    'from the clinic to the telephone, and back in the afternoon',
    hopping(['a', 'b', 'a'], 180),
    facts(),
    0,
  ],
  ['remote-undeclared', 'from a device that nobody declared', [remote('undeclared')], facts(), 1],
  ['remote-undeclared', 'from a home that was declared', [remote('home')], facts(), 0],
  ['sequential-nam', 'five NAMs in a row', nams.map((nam, at) => lookup(nam, at)), facts(), 1],
  ['sequential-nam', 'the same NAM five times', nams.map((_, at) => lookup(nams[0], at)), facts(), 0],
  [
    'sequential-nam',
    'a mother and her two children',
    [nams[0], 'TREM04121914', nams[1]].map((nam, at) => lookup(nam, at)),
    facts(),
    0,
  ],
  [
    'employment-ended',
    'on behalf of a place left in October',
    [line()],
    facts({}, { ended: [{ organization: 'clinic', last: '2026-10-15' }] }),
    1,
  ],
  [
    'employment-ended',
    'on the last day',
    [line()],
    facts({}, { ended: [{ organization: 'clinic', last: '2026-11-02' }] }),
    0,
  ],
  [
    'employment-ended',
    'a place left, on behalf of another',
    [line()],
    facts({}, { ended: [{ organization: 'other', last: '2026-10-15' }] }),
    0,
  ],
];

describe('rules: misuse beside normal work', () => {
  it.each(table)('%s: %s', (rule, _, entries, given, expected) => {
    const alerts = alertsOf(rule, entries, given);
    expect(alerts).toHaveLength(expected);
    for (const alert of alerts) {
      expect(alert).toMatchObject({ rule, version: 1, actor: { reference: actor } });
      expect(alert.entries.length).toBeGreaterThan(0);
      expect(entries.map(({ id }) => id)).toEqual(expect.arrayContaining([...alert.entries]));
      expect(Object.keys(alert.figures).length).toBeGreaterThan(0);
    }
  });

  it('every rule has both kinds of rows here, a name, a reason and a source', () => {
    for (const { id, name, reason, source, comparison } of rules) {
      const expected = table.filter(([rule]) => rule === id).map(([, , , , alerts]) => alerts);
      expect(new Set(expected), id).toEqual(new Set([0, 1]));
      for (const text of [name, reason, comparison]) expect(text.fr && text.en).toBeTruthy();
      expect(source).not.toBe('');
    }
  });

  it('a day of systems, citizens and surveillance itself raises nothing', () => {
    const others = [
      line({ who: { kind: 'system', reference: 'Device/x' } }),
      line({ who: { kind: 'citizen', reference: 'Patient/u1' } }),
      line({ purpose: { of: 'HCOMPL' } }),
    ];
    expect(toActorDays(others)).toEqual([]);
  });
});

describe('the same alerts', () => {
  const all = table.flatMap(([, , entries]) => entries);
  const given = facts(
    { ...staffed(stranger), watched: new Set(['u1']) },
    { ended: [{ organization: 'clinic', last: '2026-10-15' }] },
  );
  const everything = (entries: readonly JournalEntry[]) =>
    rules.flatMap(({ id }) => alertsOf(id, entries, given));
  const expected = everything(all);

  it('whatever the order in which entries come, and however often', () => {
    expect(new Set(expected.map(({ rule }) => rule)).size).toBeGreaterThan(8);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.nat(all.length),
        (shuffled, again) => {
          expect(everything([...shuffled, ...shuffled.slice(0, again)])).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});
