import type { Denied, Gate } from '@continuum/record-gate';
import type { FastifyRequest } from 'fastify';
import type { Holder } from './address.ts';
import type { Channel } from './channel.ts';
import type { NotificationDeps } from './deps.ts';

export type NotificationRoutesDeps = Pick<NotificationDeps, 'pool' | 'journal' | 'clock'> & {
  gate: Pick<Gate, 'open'>;
  /** The ways by which messages leave from here. */
  available: readonly Channel[];
  /** What mobile numbers may begin with. */
  prefixes: readonly string[];
  /** How browsers subscribe; absent where nothing is pushed. */
  push?: { key: string; services: readonly string[] } | undefined;
  /** There is something to send at once. */
  wake: () => void;
};

/** Schema of an object that has these and no others. */
export const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
});
/** Whose record. */
export const params = object({ patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } });
export const patientOf = ({ params: given }: FastifyRequest): string =>
  (given as { patient: string }).patient;

/** What a person chose is theirs, and no look at a record; whoever else asks is denied, in the list of whose record it is. */
export async function holderOf(
  { gate }: NotificationRoutesDeps,
  request: FastifyRequest,
): Promise<Holder | Denied> {
  const { actor, purpose, origin } = request;
  const usager = patientOf(request);
  if (actor.kind === 'citizen' && !actor.application && actor.usagers?.includes(usager))
    return { id: actor.id.replace(/^Patient\//, ''), account: actor.credential.id };
  const asked = await gate.open(actor, purpose, origin).consult({
    ...{ interaction: 'notice-choice', type: 'Patient', text: `notices of Patient/${usager}` },
    ...{ domains: ['directive'], usager },
  });
  if (asked.outcome === 'denied') return asked;
  const text = 'Notices are chosen on the screen, by the person themself.';
  return { outcome: 'denied', decision: { permit: false, denial: 'usager-not-allowed', text } };
}
