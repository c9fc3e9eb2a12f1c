import { allDomains, purposes } from '@continuum/trust-access';
import { expect, it } from 'vitest';
import { texts } from './texts.ts';

it('each purpose and each domain has its words: no table shows a code alone', () => {
  const named = [
    ...Object.keys(purposes).map(code => `purpose.${code}`),
    ...allDomains.map(domain => `domain.${domain}`),
  ];
  expect(named.filter(key => !(texts.keys as readonly string[]).includes(key))).toEqual([]);
});
