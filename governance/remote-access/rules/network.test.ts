import { expect, it } from 'vitest';
import { parseNetwork } from './network.ts';

it.each([
  ['10.0.0.0/8', '10.0.0.0/8'],
  [' 198.51.100.7 ', '198.51.100.7/32'],
  ['2001:DB8::/48', '2001:db8::/48'],
  ['2001:db8::1', '2001:db8::1/128'],
  ['0.0.0.0/0', undefined],
  ['10.0.0.0/7', undefined],
  ['2001::/16', undefined],
  ['10.0.0.0/33', undefined],
  ['10.0.0/8', undefined],
  ['clinique.example', undefined],
  ['', undefined],
])('%s is the network %s', (text, network) => {
  expect(parseNetwork(text)).toBe(network);
});
