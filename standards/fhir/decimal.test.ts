import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson, parseJson } from './index.ts';

const observation = (value: string) =>
  `{"resourceType":"Observation","valueQuantity":{"value":${value},"unit":"mmol/L"},"note":[{"text":"3e4, 1.0"}]}`;

describe('R4 2.24.0.1: the precision of a decimal is part of its value', () => {
  it.each(['4.40', '1.0', '0.00', '-2.50', '1e3', '1.20E-5', '123456789.1234567890', '4.4', '12'])(
    '%s comes out as it went in',
    text => {
      expect(formatJson(parseJson(observation(text)) as object)).toBe(observation(text));
    },
  );

  it('is kept in arrays, in contained resources and in the entries of a Bundle', () => {
    const text = `{"resourceType":"Bundle","entry":[{"resource":${observation('7.10')}},{"resource":{"resourceType":"Basic","x":[1.0,2,3.00]}}]}`;
    const bundle = parseJson(text) as { entry: { resource: object }[] };
    expect(formatJson(bundle)).toBe(text);
    expect(formatJson(bundle.entry[0]!.resource)).toBe(observation('7.10'));
  });

  it('follows a copy, and not a change', () => {
    const { valueQuantity, ...rest } = parseJson(observation('4.40')) as { valueQuantity: { value: number } };
    expect(formatJson({ id: '1', ...rest, valueQuantity })).toContain('"value":4.40');
    expect(formatJson({ ...rest, valueQuantity: { ...valueQuantity, value: 5 } })).toContain('"value":5,');
  });

  it('changes nothing that a reader of the value sees', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
        expect(JSON.parse(formatJson({ resourceType: 'Basic', text: parseJson(text) }))).toEqual({
          resourceType: 'Basic',
          text: JSON.parse(text),
        });
      }),
    );
  });

  it('is kept of every number that JSON can write', () => {
    const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));
    const number = fc.tuple(digits(25), fc.option(digits(25)), fc.option(digits(2)), fc.boolean());
    fc.assert(
      fc.property(number, ([whole, part, exponent, negative]) => {
        const text = `${negative ? '-' : ''}${BigInt(whole)}${part === null ? '' : `.${part}`}${exponent === null ? '' : `e${exponent}`}`;
        const body = `{"resourceType":"Basic","value":${text}}`;
        expect(formatJson(parseJson(body) as object)).toBe(body);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['-0', '-0.0', '0.0000001', '-0.00000012', '0.000001', '1e-7', '100000000000000000000000'])(
    'is kept of %s, which would be written otherwise',
    text => {
      const body = `{"resourceType":"Basic","value":${text}}`;
      expect(formatJson(parseJson(body) as object)).toBe(body);
      expect(formatJson(parseJson(`{"resourceType":"Basic","value":[1,${text} ]}`) as object)).toContain(
        `,${text}]`,
      );
    },
  );

  it.each([
    ['digits', `[${'1'.repeat(2 ** 20)}`],
    ['decimals', `[1.${'1'.repeat(2 ** 20)}`],
    ['spaces', `:${' '.repeat(2 ** 20)}`],
    ['dots', `[1${'.1'.repeat(2 ** 19)}`],
  ])('is looked for in one pass: a million %s hold nobody up', (_what, text) => {
    // Looked for from each of its places, it would take hours: longer than any test may.
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('refuses what is no JSON, as JSON does', () => {
    expect(() => parseJson('{"a":1.0,}')).toThrow(SyntaxError);
  });
});
