import type { Access, Origin } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, type Purpose, platformActor } from '@continuum/trust-access';
import type { LibraryDeps } from './library.ts';

interface Door {
  open(actor: Actor, purpose: Purpose, origin: Origin): Access;
}

const origin: Origin = { request: 'terminology', address: '', channel: 'api' };

/** A comma, a bar or a dollar sign means something in a search (R4 3.1.1.4.0.1). */
const escaped = (text: string): string => text.replace(/[\\,|$]/g, character => `\\${character}`);

/**
 * Finds terminology in the registers of the record, as the platform: nothing of it leaves but through an operation,
 * which decides and journals.
 */
export const recordedThrough =
  (door: () => Door): LibraryDeps['recorded'] =>
  async (type, url) => {
    const access = door().open(platformActor, { of: 'HOPERAT' }, origin);
    const outcome = await access.lookup(type, [
      ['url', escaped(url)],
      ['_sort', '_lastUpdated'],
      ['_count', '20'],
    ]);
    const entries = outcome.outcome === 'found' ? outcome.entries : [];
    return entries.map(({ id, version, body }) => ({ resource: JSON.parse(body) as Resource, id, version }));
  };
