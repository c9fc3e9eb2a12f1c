import type { Pool } from '@continuum/record-database';
import { type StaffActsOf, staffActs } from '@continuum/registries-credential';
import { practitionerIdOf } from './deps.ts';
import { heldBy } from './offices.ts';
import { keyOffices } from './rules/key-offices.data.ts';

/** What whoever asks does with the keys and certificates of others, by the offices that they hold at this moment. */
export const keyActsOf =
  (pool: Pool): StaffActsOf =>
  async caller => {
    const held = (await heldBy({ tx: pool, caller })).map(({ office }) => office);
    return new Set(staffActs.filter(act => held.some(office => keyOffices[act].includes(office))));
  };

const verified = `
  SELECT FROM service.access_authorization
   WHERE practitioner = $1 AND state IN ('awaiting-acceptance', 'in-force', 'suspended') LIMIT 1`;

/**
 * Whether somebody has an authorization for which their identity was verified, and which has not ended.
 * @param holder `Practitioner/<id>`
 */
export const isIdentityVerified = async (pool: Pool, holder: string): Promise<boolean> =>
  (await pool.query(verified, [practitionerIdOf(holder)])).length > 0;
