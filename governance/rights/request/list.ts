import { isMoment, isUuid, type Query } from '@continuum/record-database';
import type { RightsOffice } from '@continuum/trust-access';
import { type RightsRequest, requestColumns } from './requests.ts';

/** What of the work list is asked for. */
export interface ListQuery {
  /** States, separated by commas. */
  state?: string;
  kind?: string;
  /** Those whose delay is over. */
  late?: boolean;
  /** Part of a number. */
  search?: string;
  cursor?: string;
  count: number;
}

export interface Place {
  due: string;
  id: string;
}

const toCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** Null for the first page; undefined for a cursor that no list gave. */
export function fromCursor(cursor: string | undefined): Place | null | undefined {
  if (cursor === undefined) return null;
  try {
    const { due, id } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;
    return isMoment(due) && isUuid(id) ? { due, id } : undefined;
  } catch {
    return undefined;
  }
}

/** Whose work list it is. */
export interface Handler {
  office: RightsOffice;
  /** Id of the Organization that they act for. */
  organization?: string | undefined;
  /** Ids of those that have archives of their own. */
  withArchives: readonly string[];
}

/**
 * Whether a request is before that office: complaints are for who answers for the protection of the information, who
 * watches over the others too; a request about an organisme is for its archives, when it has any.
 */
export function handles(
  { office, organization, withArchives }: Handler,
  { kind, organization: of }: Pick<RightsRequest, 'kind' | 'organization'>,
): boolean {
  if (office === 'privacy') return true;
  if (office !== 'archives' || kind === 'complaint') return false;
  return of === null || of === organization || !withArchives.includes(of);
}

const listText = `
  SELECT ${requestColumns} FROM service.rights_request r
   WHERE ($1::boolean OR (r.kind <> 'complaint'
       AND (r.organization IS NULL OR r.organization = $2 OR NOT r.organization = ANY ($3::text[]))))
     AND ($4::text[] IS NULL OR r.state = ANY ($4)) AND ($5::text IS NULL OR r.kind = $5)
     AND (NOT $6::boolean OR (r.due < $7 AND r.state IN ('received', 'under-way', 'to-correct', 'refusal-proposed')))
     AND ($8::text IS NULL OR lpad(r.number::text, 6, '0') LIKE '%' || $8 || '%')
     AND ($9::timestamptz IS NULL OR (r.due, r.id) > ($9, $10::uuid))
   ORDER BY r.due, r.id LIMIT $11`;

/** Digits of a number as somebody types it: `DR-2026-000012`, `12`. */
const digitsOf = (search: string | undefined): string | null => /(\d+)\s*$/.exec(search ?? '')?.[1] ?? null;

/** The requests before an office, the one that is due first. */
export async function listRequests(
  query: Query,
  handler: Handler,
  asked: ListQuery,
  from: Place | null,
  now: Date,
): Promise<{ rows: RightsRequest[]; next?: string }> {
  const { state, kind, late = false, search, count } = asked;
  const found = await query<RightsRequest>(
    listText,
    [
      ...[handler.office === 'privacy', handler.organization ?? null, handler.withArchives],
      ...[state?.split(',') ?? null, kind ?? null, late, now, digitsOf(search)],
      ...[from?.due ?? null, from?.id ?? null, count + 1],
    ],
    'rights-requests',
  );
  const rows = found.slice(0, count);
  const last = rows.at(-1);
  const more = found.length > count && last;
  return { rows, ...(more && { next: toCursor({ due: last.due.toISOString(), id: last.id }) }) };
}

const ownText = `SELECT ${requestColumns} FROM service.rights_request r WHERE r.usager = $1 ORDER BY r.submitted DESC LIMIT 200`;

/** The requests about a person’s record, the newest first. */
export const requestsOf = (query: Query, usager: string): Promise<RightsRequest[]> =>
  query<RightsRequest>(ownText, [usager], 'rights-own-requests');

const correctedText = `SELECT ${requestColumns} FROM service.rights_request r
  WHERE r.usager = $1 AND r.state = 'corrected' AND r.corrected > $2
    AND NOT EXISTS (SELECT FROM service.rights_acknowledgement a WHERE a.request_id = r.id AND a.practitioner = $3)
  ORDER BY r.corrected DESC LIMIT 50`;

/** What was corrected of a person’s record since a moment and somebody has not acknowledged yet, the newest first. */
export const correctedSince = (
  query: Query,
  usager: string,
  since: Date,
  practitioner: string,
): Promise<RightsRequest[]> =>
  query<RightsRequest>(correctedText, [usager, since, practitioner], 'rights-corrected');
