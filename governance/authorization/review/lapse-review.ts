import type { At } from '../deps.ts';
import { recordStep } from '../take-step.ts';

const lapse = `
  UPDATE service.access_review SET state = 'lapsed', since = $2 WHERE "authorization" = $1 AND state = 'open'
  RETURNING id, organization, practitioner`;

/** Of what has ended nothing is asked any more. */
export async function lapseReview(at: At, authorization: string): Promise<void> {
  type Lapsed = { id: string; organization: string; practitioner: string };
  const rows = await at.tx.query<Lapsed>(lapse, [authorization, at.now]);
  for (const row of rows)
    await recordStep(at, 'review', { ...row, state: 'open' }, 'lapse', { to: 'lapsed', office: 'platform' });
}
