import { randomUUID } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import type { Domain } from '@continuum/trust-access';

/** Something that an organisme does not send: a domain, or a category of it. */
export interface Gap {
  id: string;
  /** id of the Organization; absent when it is said of all of a kind, whose name is then `organizationName`. */
  organization?: string;
  organizationName: string;
  domain: GapDomain;
  /** What is not sent, in words; absent: nothing of the domain is. */
  category?: string;
  /** Day, `AAAA-MM-JJ`, when it is known. */
  since?: string;
  reason: string;
  recorded: Date;
  recordedBy: string;
}

/** The domains of which an organisme may send nothing. */
export type GapDomain = Extract<Domain, 'medication' | 'laboratory' | 'imaging' | 'summary'>;

export type NewGap = Omit<Gap, 'id' | 'recorded' | 'recordedBy'>;

export interface Gaps {
  /** In force, of a domain or of all, by name of the organisme. */
  inForce(domain?: GapDomain): Promise<Gap[]>;
  /** Undefined when the same is said already. `by`: reference of who says it. */
  record(gap: NewGap, by: string): Promise<Gap | undefined>;
  /** False when there is none in force of that id. */
  end(id: string, by: string): Promise<boolean>;
}

interface Row {
  id: string;
  organization: string | null;
  organization_name: string;
  domain: GapDomain;
  category: string | null;
  since: string | null;
  reason: string;
  recorded: Date;
  recorded_by: string;
}

const columns = `id, organization, organization_name, domain, category, to_char(since, 'YYYY-MM-DD') AS since, reason,
  recorded, recorded_by`;

const toGap = (row: Row): Gap => ({
  id: row.id,
  ...(row.organization !== null && { organization: row.organization }),
  organizationName: row.organization_name,
  domain: row.domain,
  ...(row.category !== null && { category: row.category }),
  ...(row.since !== null && { since: row.since }),
  reason: row.reason,
  recorded: row.recorded,
  recordedBy: row.recorded_by,
});

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What organismes do not send, as who operates the platform says it (*Aide-mémoire Introduction DSQ*,
 * « Renseignement absent d’un dossier »). Rows end, and are never deleted.
 */
export function createGaps(pool: Pick<Pool, 'query'>): Gaps {
  return {
    async inForce(domain) {
      const text = `SELECT ${columns} FROM service.sending_gap
        WHERE ended IS NULL AND ($1::text IS NULL OR domain = $1)
        ORDER BY domain, organization_name, category NULLS FIRST LIMIT 1000`;
      return (await pool.query<Row>(text, [domain ?? null])).map(toGap);
    },
    async record({ organization, organizationName, domain, category, since, reason }, by) {
      const text = `INSERT INTO service.sending_gap
          (id, organization, organization_name, domain, category, since, reason, recorded_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT DO NOTHING RETURNING ${columns}`;
      const values = [
        organization ?? null,
        organizationName,
        domain,
        category ?? null,
        since ?? null,
        reason,
      ];
      const [row] = await pool.query<Row>(text, [randomUUID(), ...values, by]);
      return row && toGap(row);
    },
    async end(id, by) {
      if (!uuid.test(id)) return false;
      const text = `UPDATE service.sending_gap SET ended = now(), ended_by = $2 WHERE id = $1 AND ended IS NULL RETURNING id`;
      return (await pool.query<{ id: string }>(text, [id, by])).length > 0;
    },
  };
}
