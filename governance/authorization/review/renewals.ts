import { dayOf } from '@continuum/standards-calendar';
import type { AccessRequest } from '../access-request.ts';
import { orRefuse, refuse, refuseUnknown } from '../attempt.ts';
import { type Authorization, emailOf, lock } from '../authorizations.ts';
import type { At } from '../deps.ts';
import { type EndingEvent, type EndingState, endingMachine } from '../machine/ending.data.ts';
import { notifyManagers, notifyPerson } from '../notice.ts';
import { officesOf } from '../offices.ts';
import { submitRequest } from '../requests.ts';
import { byRule } from '../rules/refusal.ts';
import { mayStep, recordStep } from '../take-step.ts';
import { type Ending, endings } from './endings.ts';

const lastAsked = `
  SELECT FROM service.authorization_event
   WHERE subject_id = $1 AND event = $2 AND at > $3::timestamptz - interval '1 day'`;

const alreadyAsked = byRule(
  'already-asked',
  'C’est déjà demandé depuis moins d’une journée; un courriel est parti.',
  'It was asked for less than a day ago; an e-mail has left.',
);

const kindOf = (event: EndingEvent): Ending['kind'] => (event === 'remind' ? 'certificate' : 'authorization');

type Ended = Pick<Ending, 'state' | 'ends'>;

/** What of an authorization ends soon, and that whoever asks may do that of it now. */
async function takeOn(at: At, id: string, event: EndingEvent) {
  const row = await lock(at, id);
  const text = `SELECT state, ends FROM ${endings('$1')} AS listed WHERE "authorization" = $2 AND kind = $3 ORDER BY ends LIMIT 1`;
  const [ending] = row ? await at.tx.query<Ended>(text, [dayOf(at.now), row.id, kindOf(event)]) : [];
  const state: EndingState | 'none' = ending?.state ?? 'none';
  const may = mayStep(endingMachine, state, event, await officesOf(at, row ?? { organization: '' }));
  if (row === undefined) return refuseUnknown(may);
  const taken = orRefuse(may);
  // Nothing may be done of what does not end soon: it was refused just now.
  return { row, ends: ending!.ends, taken };
}

/** Asks for the same authorization until later: a request like any other, of the one that ends. */
export async function renew(at: At, id: string, ends: string): Promise<AccessRequest> {
  const { row } = await takeOn(at, id, 'renew');
  const { organization, practitioner, profile, places, starts } = row;
  const email = await emailOf(at, row);
  return submitRequest(at, {
    ...{ kind: 'change', organization, practitioner, profile, places, starts, ends, email },
  });
}

async function once(at: At, { id }: Authorization, event: EndingEvent): Promise<void> {
  if ((await at.tx.query(lastAsked, [id, event, at.now])).length > 0) refuse(alreadyAsked);
}

const factsOf = ({ practitionerName, organizationName }: Authorization, ends: string) => ({
  ...{ person: practitionerName, organization: organizationName, ends },
});

/** The holder asks their GAA to renew their authorization. */
export async function askRenewal(at: At, id: string): Promise<{ ends: string }> {
  const { row, ends, taken } = await takeOn(at, id, 'ask-renewal');
  await once(at, row, 'ask-renewal');
  await recordStep(at, 'authorization', row, 'ask-renewal', { ...taken, to: row.state });
  await notifyManagers(at, { subject: row, template: 'renewal-asked', facts: factsOf(row, ends) });
  return { ends };
}

/** Asks the holder to renew the certificate of their key: nobody else can. */
export async function remind(at: At, id: string): Promise<{ ends: string }> {
  const { row, ends, taken } = await takeOn(at, id, 'remind');
  await once(at, row, 'remind');
  await recordStep(at, 'authorization', row, 'remind', { ...taken, to: row.state });
  const notice = { subject: row, template: 'ending-certificate', facts: factsOf(row, ends) } as const;
  await notifyPerson(at, notice, row.practitioner, await emailOf(at, row));
  return { ends };
}
