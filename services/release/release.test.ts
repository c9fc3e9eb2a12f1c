import { toReleaseTask } from '@continuum/trust-consent';
import { describe, expect, it } from 'vitest';
import { readRelease } from './release-facts.browser.ts';
import { problemOf, type ResultStateName } from './result-state.ts';

const may = (kind: 'release' | 'hold', state: ResultStateName) => problemOf(kind, state) === undefined;

describe('what may be decided of a result, by whether its person sees it', () => {
  it.each<[ResultStateName, release: boolean, hold: boolean]>([
    // Before it is final, as when it is prescribed (FAQ Mon dossier santé).
    ['not-final', false, true],
    // Pathology and cytology wait without a hold.
    ['clinician', true, false],
    ['delay', true, true],
    ['held', true, false],
    // Held whatever the person chose; what a clinician or the delay has shown is not taken back.
    ['chosen', false, true],
    ['released', false, false],
    ['elapsed', false, false],
  ])('%s: released %s, held %s', (state, release, hold) => {
    expect([may('release', state), may('hold', state)]).toEqual([release, hold]);
  });
});

describe('what is shown before it is signed', () => {
  const signed = new Date('2026-03-01T12:00:00Z');
  const decision = {
    ...{ usager: 'u', usagerName: 'Louise Gagnon', result: 'DiagnosticReport/r', version: 2 },
    ...{ resultName: 'Bilan', practitioner: 'Practitioner/roy', name: 'Dre Roy', signed },
  };
  const until = new Date('2026-03-11T12:00:00Z');
  const hold = { id: 't', meta: {}, ...toReleaseTask({ ...decision, kind: 'hold', until }) };

  it('is every fact of the act', () => {
    expect(readRelease(hold)).toEqual({
      ...{ kind: 'hold', usager: 'u', report: 'r', usagerName: 'Louise Gagnon', reportName: 'Bilan' },
      ...{ name: 'Dre Roy', at: signed.toISOString(), until: until.toISOString() },
    });
    const release = toReleaseTask({ ...decision, kind: 'release' });
    expect(readRelease({ ...release })).toMatchObject({ kind: 'release', report: 'r' });
  });

  it.each<[string, object]>([
    ['a member that is not shown', { note: [{ text: 'autre' }] }],
    ['another status', { status: 'draft' }],
    ['a second code', { code: { coding: [{ code: 'hold' }, { code: 'release' }] } }],
    ['a focus with more than its name', { focus: { reference: 'DiagnosticReport/r/_history/2', type: 'X' } }],
    ['the focus of no version', { focus: { reference: 'DiagnosticReport/r' } }],
    ['no end', { restriction: {} }],
    ['repetitions', { restriction: { period: { end: until.toISOString() }, repetitions: 2 } }],
  ])('is nothing, so that it is not signed, of an act with %s', (_, change) => {
    expect(readRelease({ ...hold, ...change })).toBeUndefined();
  });
});
