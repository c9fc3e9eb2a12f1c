import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizationMachine } from './machine/authorization.data.ts';
import { handoverMachine } from './machine/handover.data.ts';
import type { Machine, Office, Transition } from './machine/machine.ts';
import { requestMachine } from './machine/request.data.ts';
import { type ActName, besieged, holdsFor } from './testing/workflow.ts';
import { type Workplace, workplace } from './testing/workplace.ts';

let at: Workplace;
beforeAll(async () => {
  at = await workplace();
});
afterAll(() => at?.close());

type Row = Transition<string, string>;
type Table = Machine<string, string>;
const tables: Record<string, Table> = {
  request: requestMachine as Table,
  handover: handoverMachine as Table,
  authorization: authorizationMachine as Table,
};
const everyOffice: Office[] = ['operations', 'gaa', 'aga', 'tvi', 'avi', 'intervenant', 'platform'];

/** Works while a table is another; the rooms read the same one. */
async function during<T>(table: Table, other: Table, work: () => Promise<T>): Promise<T> {
  const rows = table as Row[];
  const before = rows.splice(0, rows.length, ...other);
  try {
    return await work();
  } finally {
    rows.splice(0, rows.length, ...before);
  }
}

/** What the property says of the tables as they are now, while these acts are tried: undefined, or how it was refuted. */
async function refuted(
  tried: readonly ActName[],
  { others = false, numRuns = 200 } = {},
): Promise<string | undefined> {
  const property = fc.asyncProperty(besieged(tried, others), async tries => void (await holdsFor(at, tries)));
  // Not made smaller: that it is found is what is asked.
  const found = await fc.check(property, { numRuns, seed: 2026, endOnFailure: true });
  return found.failed ? String(found.errorInstance) : undefined;
}

/** By which acts somebody would cause an event; what is not here bears its name. */
const actsOf: Readonly<Record<string, readonly ActName[]>> = {
  ...{ 'request submit': ['submit', 'submit-change'], 'request accept': ['accept-request'] },
  ...{ 'authorization accept': ['accept-conditions'], 'authorization leave': ['leave-alone'] },
};
const actsFor = (name: string, event: string): readonly ActName[] =>
  actsOf[`${name} ${event}`] ?? [event as ActName];

interface Guard {
  name: string;
  table: Table;
  without: Table;
  tried: readonly ActName[];
}

/** Who may: anybody who holds any office may take this step. */
const whoMay = (name: string, table: Table): Guard[] =>
  table.map((row, place) => {
    const [from, event, to] = row;
    const without = table.with(place, [from, event, to, everyOffice]);
    const tried = actsFor(name, event);
    return { name: `${name}, ${from}, ${event}: who may`, table, without, tried };
  });

/** When: the step may be taken in every state in which there is none of that event. */
const when = (name: string, table: Table): Guard[] => {
  const states = [...new Set(table.map(([, , to]) => to))];
  return table.flatMap(([from, event, to, by]) => {
    const taken = new Set(table.filter(([, what]) => what === event).map(([state]) => state));
    const more = states.filter(state => !taken.has(state)).map((state): Row => [state, event, to, by]);
    // What begins something is not asked of a state.
    if (from === 'none' || more.length === 0) return [];
    const tried = actsFor(name, event);
    return [{ name: `${name}, ${from}, ${event}: when`, table, without: [...table, ...more], tried }];
  });
};

const isOfPlatform = (table: Table, name: string): boolean =>
  table.some(([from, event, , by]) => by.includes('platform') && name.includes(`, ${from}, ${event}:`));

/** Guards that something else holds once more, so that nothing is seen when they alone are gone; and what holds. */
const heldTwice: readonly [string, (guard: Guard) => boolean][] = [
  [
    'the platform’s steps are taken on rows that a statement found by their state',
    ({ name, table }) => name.endsWith('when') && isOfPlatform(table, name),
  ],
  [
    'the platform begins a handover or an authorization as the consequence of an acceptance, and nobody else can ask for one',
    ({ name }) => /, none, order(-known)?: who may$/.test(name),
  ],
  [
    'a withdrawal is asked of two tables: the request’s and the authorization’s',
    ({ name }) => /, withdraw: who may$/.test(name),
  ],
  [
    'a withdrawal is of the authorization that has not ended, which a statement finds',
    ({ name }) => /^authorization, .*, withdraw: when$/.test(name),
  ],
];

const guards = Object.entries(tables).flatMap(([name, table]) => [
  ...whoMay(name, table),
  ...when(name, table),
]);
const alone = guards.filter(guard => !heldTwice.some(([, holds]) => holds(guard)));

describe('the property of the workflow can fail', () => {
  it('it holds of the tables as they are, whatever is tried', async () => {
    const every = [...new Set(alone.flatMap(({ tried }) => tried))];
    expect(await refuted(every, { numRuns: 12 })).toBeUndefined();
  }, 300_000);

  it.each(alone.map(guard => [guard.name, guard] as const))(
    'without its guard, it is refuted: %s',
    async (_, { name, table, without, tried }) => {
      const others = name.endsWith('who may');
      expect(await during(table, without, () => refuted(tried, { others }))).toBeDefined();
    },
    120_000,
  );

  it('what else holds the others is said of some guard, and of a few', () => {
    for (const [why, holds] of heldTwice) expect([why, guards.some(holds)]).toEqual([why, true]);
    expect(alone.length).toBeGreaterThan(2 * (guards.length - alone.length));
  });

  it('access without an identity that was verified is refuted as that', async () => {
    const skips: Row = ['awaiting-key', 'accept', 'in-force', ['intervenant']];
    const table = tables.authorization!;
    const said = await during(table, [...table, skips], () => refuted(['accept-conditions']));
    expect(said).toMatch(/accept-conditions by doc/);
  }, 120_000);
});
