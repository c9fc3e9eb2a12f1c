import { describe, expect, test } from 'vitest';
import { checkAcceptable, isJson } from './media-type.ts';
import { parsePreference } from './preference.ts';

describe('R4 3.1.0.1.10: what the client takes', () => {
  test.each<[string | undefined, string | undefined, boolean]>([
    [undefined, undefined, true],
    [undefined, '*/*', true],
    [undefined, 'application/fhir+json', true],
    [undefined, 'application/fhir+json; fhirVersion=4.0', true],
    [undefined, 'application/fhir+xml, application/fhir+json;q=0.5', true],
    [undefined, 'text/html,application/xhtml+xml,*/*;q=0.8', true],
    [undefined, 'application/fhir+xml', false],
    [undefined, 'text/html', false],
    [undefined, 'text/html, application/json;q=0', false],
    ['json', 'application/fhir+xml', true],
    ['application/fhir json', undefined, true],
    ['xml', 'application/fhir+json', false],
    ['ttl', undefined, false],
  ])('_format=%s, Accept: %s: %s', (format, accept, taken) => {
    const check = () => checkAcceptable(format, accept);
    if (taken) expect(check).not.toThrow();
    else expect(check).toThrow(/application\/fhir\+json/);
  });

  test.each([
    ['application/fhir+json', true],
    ['application/json; charset=utf-8', true],
    ['', true],
    ['application/fhir+xml', false],
    ['application/x-www-form-urlencoded', false],
  ])('a body of type %j is FHIR JSON: %s', (type, is) => {
    expect(isJson(type)).toBe(is);
  });
});

describe('RFC 7240: preferences', () => {
  test.each([
    [undefined, {}],
    ['return=minimal', { return: 'minimal' }],
    ['handling=strict, return=representation', { return: 'representation', handling: 'strict' }],
    ['return="OperationOutcome"; handling=lenient', { return: 'OperationOutcome', handling: 'lenient' }],
    ['return=everything', {}],
    ['respond-async', {}],
  ])('%s', (header, preference) => {
    expect(parsePreference(header)).toEqual(preference);
  });
});
