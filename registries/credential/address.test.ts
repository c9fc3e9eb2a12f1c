import { expect, it } from 'vitest';
import { toAddress } from './address.ts';

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['192.0.2.1:443', undefined],
  ['unknown', undefined],
  ["1.1.1.1'); --", undefined],
  ['', undefined],
  [undefined, undefined],
])('what a connection or a proxy says, %s, is the address %s', (text, address) => {
  expect(toAddress(text)).toBe(address);
});
