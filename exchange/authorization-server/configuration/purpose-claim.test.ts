import { UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { purposeClaim } from './purpose-claim.ts';

const assertion = (extensions: unknown): string => new UnsecuredJWT({ extensions }).encode();
const system = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const claim = (...codings: object[]) => ({ extensions: { ihe_iua: { purpose_of_use: codings } } });

describe('IHE IUA, UDAP B2B: what a client’s assertion says of purposes becomes the claim of its token', () => {
  test.each<[string, unknown, object]>([
    ['nothing', undefined, {}],
    ['another extension', { other: {} }, {}],
    ['one code', { 'hl7-b2b': { purpose_of_use: ['TREAT'] } }, claim({ system, code: 'TREAT' })],
    ['one that is no list', { ihe_iua: { purpose_of_use: 'TREAT' } }, claim({ system, code: 'TREAT' })],
    [
      'a coding',
      { ihe_iua: { purpose_of_use: [{ system, code: 'HOPERAT' }] } },
      claim({ system, code: 'HOPERAT' }),
    ],
    ['none of all', { ihe_iua: { purpose_of_use: [] } }, claim()],
  ])('%s', (_, extensions, expected) => {
    expect(purposeClaim(assertion(extensions), false)).toEqual(expected);
  });

  test.each([[['CARE']], [[{ code: 'TREAT', system: 'urn:x' }]], [[null]], [[7]]])('%j is refused', named => {
    expect(() => purposeClaim(assertion({ ihe_iua: { purpose_of_use: named } }), false)).toThrow(
      'invalid_request',
    );
  });

  test('no application interprets exams in a person’s name by saying so itself', () => {
    const asked = assertion({ 'hl7-b2b': { purpose_of_use: ['INTERPRET'] } });
    expect(() => purposeClaim(asked, true)).toThrow('invalid_request');
  });

  test('without an assertion there is no claim', () => {
    expect(purposeClaim(undefined, true)).toEqual({});
  });
});
