import { validate } from '@continuum/standards-fhir';
import { describe, expect, it } from 'vitest';
import {
  type ResultRelease,
  refusalOf,
  releaseChoiceOf,
  releaseOf,
  restrictionOf,
  toReleaseChoice,
  toReleaseTask,
} from './index.ts';

const signed = new Date('2026-03-01T12:00:00Z');
const release: ResultRelease = {
  ...{ kind: 'release', usager: 'u', usagerName: 'Louise Gagnon', result: 'DiagnosticReport/r', version: 2 },
  ...{ resultName: 'Bilan', practitioner: 'Practitioner/roy', name: 'Dre Roy', signed },
};
const hold: ResultRelease = { ...release, kind: 'hold', until: new Date('2026-03-11T12:00:00Z') };

describe('the release of a result, and its hold', () => {
  it.each([release, hold])('are a valid Task that says the same: $kind', one => {
    const task = { id: 't', ...toReleaseTask(one) };
    expect(validate(task).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(releaseOf(task)).toEqual(one);
  });

  it.each<[string, object]>([
    ['of another code', { code: { coding: [{ system: 'urn:x', code: 'release' }] } }],
    ['of no report', { focus: { reference: 'Observation/o/_history/1' } }],
    ['of no version', { focus: { reference: 'DiagnosticReport/r' } }],
    ['of nobody', { for: undefined }],
    ['by nobody', { requester: undefined }],
    ['a release with an end', { restriction: { period: { end: '2026-03-11' } } }],
  ])('change nothing when it is %s', (_, change) => {
    expect(releaseOf({ ...toReleaseTask(release), ...change })).toBeUndefined();
  });

  it('is no hold without an end', () => {
    expect(releaseOf({ ...toReleaseTask(hold), restriction: undefined })).toBeUndefined();
  });
});

describe('the choice to see results as soon as possible', () => {
  const choice = { usager: 'u', consent: 'c', active: true, start: signed };
  const by = { reference: 'Patient/u', display: 'Louise Gagnon' };
  const consent = toReleaseChoice(choice, signed, by);

  it('is a valid Consent that says the same, and neither a refusal nor a restriction', () => {
    expect(validate(consent).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(releaseChoiceOf(consent)).toEqual(choice);
    expect([refusalOf(consent), restrictionOf(consent)]).toEqual([undefined, undefined]);
  });

  it.each<[string, object]>([
    ['of another category', { category: [] }],
    ['that permits nothing', { provision: { type: 'deny', period: { start: '2026-03-01' } } }],
    ['of nobody', { patient: undefined }],
    ['without a start', { provision: { type: 'permit' } }],
  ])('is none: %s', (_, change) => {
    expect(releaseChoiceOf({ ...consent, ...change })).toBeUndefined();
  });

  it('is over once it is inactive', () => {
    expect(releaseChoiceOf({ ...consent, status: 'inactive' })).toMatchObject({ active: false });
  });
});
