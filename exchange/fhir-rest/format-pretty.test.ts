import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPretty } from './format-pretty.ts';

test('a decimal keeps the digits it was written with', () => {
  expect(formatPretty('{"value":1.50,"list":[],"of":{},"text":"a, b: {c}"}')).toBe(
    '{\n  "value": 1.50,\n  "list": [],\n  "of": {},\n  "text": "a, b: {c}"\n}\n',
  );
});

test('whatever the JSON, it says the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const json = JSON.stringify(value);
      expect(JSON.stringify(JSON.parse(formatPretty(json)))).toBe(json);
    }),
  );
});
