import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hiddenPart,
  isAgainst,
  isInForce,
  type Restriction,
  restrictionOf,
  toRestrictionConsent,
} from './index.ts';

const recorded = new Date('2026-01-02T03:04:05Z');
const stated: Restriction = {
  ...{ usager: 'u', consent: 'c', active: true, start: new Date('2026-01-01') },
  ...{ practitioners: ['Practitioner/roy'], profiles: ['nurse'], anyone: false },
  ...{ everything: false, domains: ['laboratory'], resources: ['Encounter/e'] },
};
const provision = (part: object) => {
  const consent = toRestrictionConsent(stated, recorded);
  return restrictionOf({ ...consent, provision: { ...(consent.provision as object), ...part } });
};

describe('a restriction as a Consent (R4 Consent)', () => {
  it('comes back as it was stated', () => {
    const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
    const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/);
    const information = fc.oneof(
      fc.constant({ everything: true, domains: [] as string[], resources: [] as string[] }),
      fc.record({
        everything: fc.constant(false),
        domains: fc.subarray(['laboratory', 'imaging'], { minLength: 1 }),
        resources: fc.array(id.map(one => `Observation/${one}`)),
      }),
    );
    const who = fc.oneof(
      fc.constant({ anyone: true, practitioners: [] as string[], profiles: [] as string[] }),
      fc.record({
        anyone: fc.constant(false),
        practitioners: fc.array(id.map(one => `Practitioner/${one}`)),
        profiles: fc.subarray(['nurse', 'physician'], { minLength: 1 }),
      }),
    );
    const when = fc.record({
      ...{ usager: id, consent: id, active: fc.boolean(), start: date },
      end: fc.option(date, { nil: undefined }),
    });
    fc.assert(
      fc.property(when, who, information, (a, b, c) => {
        const restriction: Restriction = { ...a, ...b, ...c };
        expect(restrictionOf(toRestrictionConsent(restriction, recorded))).toEqual(restriction);
      }),
    );
  });

  it.each<[string, object, Partial<Restriction>]>([
    ['without actors is against everybody', { actor: undefined }, { anyone: true }],
    ['with an actor that cannot be told is against everybody', { actor: [{ role: {} }] }, { anyone: true }],
    [
      'with an organization as actor is against everybody',
      { actor: [{ role: {}, reference: { reference: 'Organization/o' } }] },
      { anyone: true },
    ],
    ['without information is about everything', { class: undefined, data: undefined }, { everything: true }],
    ['with a class that is not known is about everything', { class: [{ code: 'x' }] }, { everything: true }],
    ['with data that cannot be told is about everything', { data: [{}] }, { everything: true }],
    ['without a period is in force since ever', { period: undefined }, { start: new Date(0) }],
  ])('one %s', (_, part, expected) => {
    expect(provision(part)).toMatchObject(expected);
  });

  it('is no refusal, and a refusal is none', () => {
    const { category: _, ...unmarked } = toRestrictionConsent(stated, recorded);
    expect(restrictionOf(unmarked)).toBeUndefined();
  });
});

describe('whom and when', () => {
  it.each<[string, Parameters<typeof isAgainst>[1], boolean]>([
    ['the provider named', { person: 'Practitioner/roy', profiles: ['physician'] }, true],
    ['one of the category', { person: 'Practitioner/cote', profiles: ['nurse'] }, true],
    ['another', { person: 'Practitioner/cote', profiles: ['physician'] }, false],
    ['a system that serves the category', { profiles: ['physician', 'nurse'] }, true],
  ])('%s: %j is kept away: %s', (_, reader, expected) => {
    expect(isAgainst(stated, reader)).toBe(expected);
  });

  it.each<[string, Partial<Restriction>, boolean]>([
    ['from its first moment', { start: recorded }, true],
    ['not before', { start: new Date(recorded.getTime() + 1) }, false],
    ['not from its end on', { end: recorded }, false],
    ['until its end', { end: new Date(recorded.getTime() + 1) }, true],
    ['not once cancelled', { active: false }, false],
  ])('is in force %s', (_, part, expected) => {
    expect(isInForce({ ...stated, ...part }, recorded)).toBe(expected);
  });

  it('hides a part of the record whole, some of it, or none', () => {
    const domainOf = () => 'summary';
    expect(hiddenPart(stated, 'laboratory', domainOf)).toBe('all');
    expect(hiddenPart(stated, 'summary', domainOf)).toBe('some');
    expect(hiddenPart(stated, 'imaging', domainOf)).toBe('none');
    expect(hiddenPart({ ...stated, everything: true }, 'imaging', domainOf)).toBe('all');
  });
});
