import { describe, expect, it } from 'vitest';
import { authorizationMachine } from './authorization.data.ts';
import { designationMachine } from './designation.data.ts';
import { handoverMachine } from './handover.data.ts';
import { awaitedIn, type Machine, step } from './machine.ts';
import { requestMachine } from './request.data.ts';
import { reviewMachine } from './review.data.ts';
import { unblockingMachine } from './unblocking.data.ts';

const machines: [string, Machine<string, string>, string[]][] = [
  ['designation', designationMachine, ['ended']],
  ['request', requestMachine, ['accepted', 'cancelled', 'done']],
  ['handover', handoverMachine, ['handed', 'stopped']],
  ['authorization', authorizationMachine, ['ended']],
  ['review', reviewMachine, ['confirmed', 'lapsed', 'withdrawn']],
  ['unblocking', unblockingMachine, ['lifted', 'refused', 'reordered']],
];

describe('the tables of what may happen', () => {
  it.each(machines)(
    '%s: an event has one outcome in a state, every state is reached, and the last ones are final',
    (_, machine, finals) => {
      const pairs = machine.map(([from, event]) => `${from} ${event}`);
      expect(pairs).toEqual([...new Set(pairs)]);
      const states = [...new Set(machine.map(([, , to]) => to))];
      const reached = new Set(['none']);
      for (const _round of states) for (const [from, , to] of machine) if (reached.has(from)) reached.add(to);
      expect(states.filter(state => !reached.has(state))).toEqual([]);
      expect(states.filter(state => awaitedIn(machine, state).length === 0).toSorted()).toEqual(finals);
    },
  );

  it('who may not is told so before anything of the state is said; who may too early is told what is awaited', () => {
    expect(step(requestMachine, 'submitted', 'accept', ['gaa'])).toEqual({ step: 'not-theirs' });
    expect(step(requestMachine, 'returned', 'accept', ['gaa', 'aga'])).toEqual({
      step: 'not-now',
      awaited: [
        { event: 'resubmit', by: ['gaa'] },
        { event: 'cancel', by: ['gaa'] },
        { event: 'lapse', by: ['platform'] },
      ],
    });
    expect(step(requestMachine, 'validated', 'accept', ['tvi', 'aga'])).toEqual({
      ...{ step: 'taken', to: 'accepted', office: 'aga' },
    });
  });
});
