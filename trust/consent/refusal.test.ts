import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Refusal, refusalOf, toConsent } from './index.ts';

const recorded = new Date('2026-01-02T03:04:05Z');
const stated: Refusal = { usager: 'u', consent: 'c', active: true, start: new Date('2026-01-01') };

describe('a refusal as a Consent (R4 Consent)', () => {
  it('comes back as it was stated', () => {
    const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    const optional = fc.option(date, { nil: undefined });
    const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/);
    const refusal = fc.record({
      usager: id,
      consent: id,
      active: fc.boolean(),
      start: date,
      end: optional,
      before: optional,
    });
    fc.assert(
      fc.property(refusal, r => {
        expect(refusalOf(toConsent(r, recorded))).toEqual(r);
      }),
    );
  });

  it('days written without a time are the whole day: until its end, from its start, before its beginning', () => {
    const consent = toConsent(stated, recorded);
    consent.provision = {
      type: 'deny',
      period: { start: '2026-01-01', end: '2026-02-01' },
      dataPeriod: { end: '2025-06-01' },
    };
    expect(refusalOf(consent)).toMatchObject({
      start: new Date('2026-01-01T00:00:00Z'),
      end: new Date('2026-02-02T00:00:00Z'),
      before: new Date('2025-06-01T00:00:00Z'),
    });
  });

  it.each<[string, object]>([
    ['without a period is in force since ever', { provision: { type: 'deny' } }],
    ['without a provision refuses everything', { provision: undefined }],
    [
      'whose dates cannot be read refuses everything',
      { provision: { period: { start: 'x', end: 'y' }, dataPeriod: { end: 'z' } } },
    ],
  ])('a refusal %s', (_, part) => {
    const refusal = refusalOf({ ...toConsent(stated, recorded), ...part });
    expect(refusal).toEqual({ ...stated, start: new Date(0), end: undefined, before: undefined });
  });

  it.each<[string, object]>([
    ['a permission', { provision: { type: 'permit' } }],
    [
      'another kind of consent',
      { category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }] },
    ],
    ['another resource', { resourceType: 'Contract' }],
    ['a consent of nobody', { patient: undefined }],
  ])('%s is no refusal', (_, part) => {
    expect(refusalOf({ ...toConsent(stated, recorded), ...part })).toBeUndefined();
  });

  it.each(['draft', 'proposed', 'rejected', 'inactive', 'entered-in-error'])(
    'one that is %s is not in force',
    status => {
      expect(refusalOf({ ...toConsent(stated, recorded), status })).toMatchObject({ active: false });
    },
  );
});
