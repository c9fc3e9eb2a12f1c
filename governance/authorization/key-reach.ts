import type { Pool } from '@continuum/record-database';
import type { ReachOf } from '@continuum/registries-credential';
import { practitionerIdOf } from './deps.ts';
import { heldBy } from './offices.ts';

/** The territory that an AVI was appointed for: as it was said then, or else that of the organization where they work. */
const territory = `
  SELECT coalesce(g.region, r.region) AS territory
    FROM service.access_agent g LEFT JOIN service.organization_region r ON r.organization = g.organization
   WHERE g.practitioner = $1 AND g.office = 'avi' AND g.state = 'in-force'`;

/**
 * Whose keys and invitations whoever asks sees and changes. Those who manage access and who verify by video do so for the whole
 * territory of the platform. An AVI, for persons who have an access that has not ended at an organization of their own
 * territory, and for those whose handover is theirs at this moment; nobody else's is there for them. Anybody else, nobody's.
 */
export const keyReachOf =
  (pool: Pool): ReachOf =>
  async caller => {
    const held = (await heldBy({ tx: pool, caller })).map(({ office }) => office);
    if (held.includes('aga') || held.includes('tvi')) return 'everybody';
    if (!held.includes('avi')) return { territory: null, sql: () => 'false' };
    const me = practitionerIdOf(caller.actor.id);
    const [row] = await pool.query<{ territory: string | null }>(territory, [me]);
    const region = row?.territory ?? null;
    return {
      territory: region,
      // `Practitioner/` is 13 characters: without it, indexes serve.
      sql: (holder, put) => `(
        EXISTS (SELECT FROM service.key_handover h
                 WHERE h.avi = ${put(me)} AND h.practitioner = substr(${holder}, 14)
                   AND h.state IN ('with-avi', 'verified-in-person', 'enrolling-in-person'))
        OR EXISTS (SELECT FROM service.access_authorization a JOIN service.organization_region r USING (organization)
                    WHERE a.practitioner = substr(${holder}, 14) AND a.state <> 'ended' AND r.region = ${put(region)}))`,
    };
  };
