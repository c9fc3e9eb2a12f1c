import { describe, expect, test } from 'vitest';
import { acceptedFormat, readAs } from './media-type.ts';
import { parsePreference } from './preference.ts';

describe('R4 3.1.0.1.10: what the client takes', () => {
  test.each<[string | undefined, string | undefined, string]>([
    [undefined, undefined, 'json'],
    [undefined, '*/*', 'json'],
    [undefined, 'application/fhir+json', 'json'],
    [undefined, 'application/fhir+json; fhirVersion=4.0', 'json'],
    [undefined, 'application/fhir+xml, application/fhir+json;q=0.5', 'xml'],
    [undefined, 'application/fhir+xml;q=0.5, application/fhir+json', 'json'],
    [undefined, 'application/fhir+xml, application/fhir+json', 'xml'],
    [undefined, 'application/fhir+json, application/fhir+xml', 'json'],
    [undefined, 'text/html,application/xhtml+xml,*/*;q=0.8', 'json'],
    [undefined, 'application/fhir+json;q=0, */*', 'xml'],
    [undefined, 'text/xml', 'xml'],
    ['json', 'application/fhir+xml', 'json'],
    ['xml', 'application/fhir+json', 'xml'],
    ['application/fhir json', undefined, 'json'],
    ['application/fhir xml', undefined, 'xml'],
    ['text/xml', undefined, 'xml'],
  ])('_format=%s, Accept: %s: %s', (format, accept, form) => {
    expect(acceptedFormat(format, accept)).toBe(form);
  });

  test.each<[string | undefined, string | undefined]>([
    [undefined, 'text/html'],
    [undefined, 'text/html, application/json;q=0'],
    [undefined, '*/*;q=0'],
    ['ttl', undefined],
  ])('_format=%s, Accept: %s is 406', (format, accept) => {
    expect(() => acceptedFormat(format, accept)).toThrow(/application\/fhir\+json/);
  });

  test.each([
    ['application/fhir+json', 'json'],
    ['application/json; charset=utf-8', 'json'],
    ['', 'json'],
    ['application/fhir+xml', 'xml'],
    ['text/xml; charset=utf-8', 'xml'],
    ['application/x-www-form-urlencoded', undefined],
  ])('a body of type %j is read as %s', (type, form) => {
    expect(readAs(type)).toBe(form);
  });
});

describe('RFC 7240: preferences', () => {
  test.each([
    [undefined, {}],
    ['return=minimal', { return: 'minimal' }],
    ['handling=strict, return=representation', { return: 'representation', handling: 'strict' }],
    ['return="OperationOutcome"; handling=lenient', { return: 'OperationOutcome', handling: 'lenient' }],
    ['return=everything', {}],
    ['respond-async', { async: true }],
    ['respond-async, handling=lenient', { async: true, handling: 'lenient' }],
  ])('%s', (header, preference) => {
    expect(parsePreference(header)).toEqual(preference);
  });
});
