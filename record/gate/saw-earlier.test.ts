import type { JournalEntry } from '@continuum/trust-audit';
import { describe, expect, test } from 'vitest';
import { sawEarlier } from './saw-earlier.ts';

const corrected = {
  ...{ type: 'Observation', id: 'glucose', version: 3 },
  since: new Date('2026-10-01T12:00:00Z'),
  until: new Date('2026-11-01T12:00:00Z'),
};
const entry = (more: Partial<JournalEntry>): JournalEntry => ({
  ...{
    id: 'e',
    at: '2026-10-10T12:00:00.000Z',
    action: 'read',
    outcome: 'success',
    purpose: { of: 'TREAT' },
  },
  who: {
    reference: 'Practitioner/p',
    name: 'P',
    profile: 'physician',
    kind: 'practitioner',
    credential: { kind: 'key', id: 'k' },
  },
  ...{ channel: 'api', address: '192.0.2.1', request: 'r', domains: ['laboratory'] },
  ...more,
});
const shown = (...resources: string[]) => ({ resources, counts: { Observation: resources.length } });

describe('whether a look showed what was corrected later', () => {
  test.each([
    ['the version before', shown('Observation/glucose/_history/2'), 'named'],
    ['one of several', shown('Observation/other/_history/9', 'Observation/glucose/_history/1'), 'named'],
    ['the corrected version', shown('Observation/glucose/_history/3'), undefined],
    ['another resource whose id begins alike', shown('Observation/glucose-2/_history/1'), undefined],
    ['many results, counted', { action: 'search', counts: { Observation: 40 } }, 'among-many'],
    ['many of another type', { action: 'search', counts: { MedicationRequest: 40 } }, undefined],
    ['a count alone', { action: 'search' }, undefined],
    [
      'many, before there was anything',
      { counts: { Observation: 40 }, at: '2026-09-30T12:00:00.000Z' },
      undefined,
    ],
    [
      'many, once it was corrected',
      { counts: { Observation: 40 }, at: '2026-11-01T12:00:00.000Z' },
      undefined,
    ],
    ['what was denied', { ...shown('Observation/glucose/_history/2'), outcome: 'denied' }, undefined],
    ['what the source wrote', { ...shown('Observation/glucose/_history/2'), action: 'write' }, undefined],
  ] as const)('%s', (_, more, saw) => {
    expect(sawEarlier(entry(more as Partial<JournalEntry>), corrected)).toBe(saw);
  });
});
