import type { Query } from '@continuum/record-database';
import { internalEvents } from './request-machine.data.ts';

/** Something that became of a request: a step of those who handle it, or its delay that is over without an answer. */
export interface RequestNews {
  /** Of what happened, always the same. */
  id: string;
  /** Whose record the request is about. */
  usager: string;
  at: Date;
  late: boolean;
}

/** Not what the person did themself, nor what is proposed to those who decide: the person reads nothing of that. */
const newsText = `
  SELECT 'step-' || e.id AS id, r.usager, e.at, false AS late
    FROM service.rights_event e JOIN service.rights_request r ON r.id = e.request_id
   WHERE e.at >= $1 AND e.at <= $2 AND e.office <> 'person' AND e.before IS DISTINCT FROM e.after AND e.event <> ALL ($3::text[])
  UNION ALL
  SELECT 'late-' || r.id, r.usager, r.due, true FROM service.rights_request r
   WHERE r.due >= $1 AND r.due <= $2 AND r.state IN ('received', 'under-way', 'to-correct', 'refusal-proposed')
   ORDER BY at, id LIMIT $4`;

/** What became of requests from a moment to another, the oldest first; `count` at most. */
export const requestNews = (query: Query, since: Date, until: Date, count: number): Promise<RequestNews[]> =>
  query<RequestNews>(newsText, [since, until, [...internalEvents], count], 'rights-news');
