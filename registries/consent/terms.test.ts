import { dayOf, startOfDay } from '@continuum/standards-calendar';
import { refusalOf } from '@continuum/trust-consent';
import { describe, expect, test } from 'vitest';
import { consentOf } from './consent-of.ts';
import { onPortal } from './made-known.ts';
import { checkTerms } from './terms.ts';
import { eventOf, viewOf } from './view-of.ts';

const now = new Date('2026-11-22T15:00:00Z');
const by = { kind: 'citizen', id: 'Patient/u', name: 'Roy, Anne', profile: 'citizen' } as const;
const actor = { ...by, credential: { kind: 'password', id: 'anne' } } as const;

const decide = (terms: { before?: string; end?: string }, active = true) =>
  consentOf({ usager: 'u', consent: 'c', terms, active, start: now, how: onPortal(actor) }, now);

const stored = (resource: object, version = 1) => ({
  type: 'Consent',
  id: 'c',
  version,
  lastUpdated: now,
  body: JSON.stringify(resource),
  deleted: false,
});

describe('P-9.0001: what a person may refuse', () => {
  test.each([
    ['everything', {}, []],
    ['what was collected before a past day', { before: '2020-01-01' }, []],
    ['until a later day', { end: '2027-01-01' }, []],
    ['before a day to come', { before: '2027-01-01' }, ['before']],
    ['until a past day', { end: '2026-11-21' }, ['end']],
    ['until today, which is still in force', { end: '2026-11-22' }, []],
    ['until the last day of a calendar', { end: '9999-12-31' }, ['end']],
    ['days that do not exist', { before: '2026-02-30', end: 'demain' }, ['before', 'end']],
  ])('%s', (_title, terms, wrong) => {
    expect(checkTerms(terms, now).map(({ expression }) => expression)).toEqual(wrong);
  });

  test('the last day is included, and days begin in Québec in winter as in summer', () => {
    const refusal = refusalOf(decide({ before: '2024-07-01', end: '2026-12-31' }));
    expect(refusal?.before?.toISOString()).toBe('2024-07-01T04:00:00.000Z');
    expect(refusal?.end?.toISOString()).toBe('2027-01-01T05:00:00.000Z');
    expect(dayOf(startOfDay('2026-03-08'))).toBe('2026-03-08');
    expect(startOfDay('2026-11-01').toISOString()).toBe('2026-11-01T04:00:00.000Z');
  });
});

describe('the register as its owner reads it', () => {
  test('shows the days that were chosen', () => {
    const view = viewOf(stored(decide({ before: '2024-07-01', end: '2026-12-31' })), now);
    expect(view).toMatchObject({
      before: '2024-07-01',
      end: '2026-12-31',
      state: 'in-force',
      start: '2026-11-22',
    });
  });

  test('says that a refusal has ended, and no longer shows one that was cancelled', () => {
    const later = new Date('2027-02-01T12:00:00Z');
    expect(viewOf(stored(decide({ end: '2026-12-31' })), later)?.state).toBe('ended');
    expect(viewOf(stored(decide({}, false)), now)).toBeUndefined();
  });

  test('remembers who chose, how, and each version', () => {
    expect(eventOf(stored(decide({})))).toMatchObject({ act: 'set', by: 'Roy, Anne', means: 'portal' });
    expect(eventOf(stored(decide({}), 2))?.act).toBe('changed');
    expect(eventOf(stored(decide({}, false), 3))?.act).toBe('cancelled');
  });
});
