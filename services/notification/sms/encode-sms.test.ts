import { expect, it } from 'vitest';
import { encodeSms } from './encode-sms.ts';

const hexOf = (text: string) =>
  encodeSms(text, 7).map(({ data_coding, esm_class, short_message }) => [
    ...[data_coding, esm_class, short_message.toString('hex')],
  ]);

it('a text in the alphabet of GSM is sent in it, accents too', () => {
  // GSM 03.38: é is 05, è 04, à 7f, @ 00, € 1b65.
  expect(hexOf('éèà@€ A')).toEqual([[0, 0, '05047f001b652041']]);
});

it.each([
  ['ê', '00ea'],
  ['ç', '00e7'],
  ['’', '2019'],
])('%s is not in it: the text is sent in UCS-2', (character, hex) => {
  expect(hexOf(`é${character}`)).toEqual([[8, 0, `00e9${hex}`]]);
});

it('160 characters of GSM, or 70 of UCS-2, are one message; one more makes two, numbered', () => {
  expect(hexOf('é'.repeat(160))).toHaveLength(1);
  expect(hexOf('ê'.repeat(70))).toHaveLength(1);
  expect(hexOf('é'.repeat(161))).toEqual([
    [0, 0x40, `050003070201${'05'.repeat(153)}`],
    [0, 0x40, `050003070202${'05'.repeat(8)}`],
  ]);
  expect(hexOf('ê'.repeat(71))).toEqual([
    [8, 0x40, `050003070201${'00ea'.repeat(67)}`],
    [8, 0x40, `050003070202${'00ea'.repeat(4)}`],
  ]);
});

it('no character is cut in two: neither one that GSM escapes, nor one of two halves of UCS-2', () => {
  expect(hexOf(`${'a'.repeat(152)}€${'a'.repeat(10)}`)).toEqual([
    [0, 0x40, `050003070201${'61'.repeat(152)}`],
    [0, 0x40, `050003070202${'1b65'}${'61'.repeat(10)}`],
  ]);
  expect(hexOf(`${'ê'.repeat(66)}🔑${'ê'.repeat(4)}`)).toEqual([
    [8, 0x40, `050003070201${'00ea'.repeat(66)}`],
    [8, 0x40, `050003070202${'d83ddd11'}${'00ea'.repeat(4)}`],
  ]);
});
