import type { AccessRequest } from '../access-request.ts';
import { requestColumns } from '../access-request.ts';
import { orRefuse, refuse, refuseUnknown } from '../attempt.ts';
import { type At, holderOf, practitionerIdOf } from '../deps.ts';
import { orderAnother } from '../handover-order.ts';
import { type UnblockingEvent, unblockingMachine } from '../machine/unblocking.data.ts';
import { officesOf } from '../offices.ts';
import { checkPieces, type Piece } from '../rules/check-pieces.ts';
import { byRule } from '../rules/refusal.ts';
import { mayStep, recordStep } from '../take-step.ts';
import { type Unblocking, unblockingColumns } from './unblocking-ask.ts';

export interface UnblockingChange {
  event: Exclude<UnblockingEvent, 'ask'>;
  reason?: string;
  /** `lift`: the two pieces that were shown in the meeting. */
  pieces?: Piece[];
}

const samePerson = byRule(
  'same-person',
  'Personne ne lève la suspension de sa propre clé : laissez-la à une ou un collègue.',
  'Nobody lifts the suspension of their own key: leave it to a colleague.',
);
const noneSuspended = byRule(
  'no-suspended-key',
  'Aucune clé de cette personne n’est suspendue : commandez un nouvel enrôlement.',
  'No key of this person is suspended: order a new enrolment.',
);
const noReason = byRule('reason', 'reason: dites pourquoi.', 'reason: say why.');

interface Gained {
  handover?: string;
  pieces?: readonly [Piece, Piece];
}
type Effect = (at: At, row: Unblocking, change: UnblockingChange) => Promise<Gained>;

/** The key is given back once the person was met and showed two pieces: what they answered does not replace it. */
const lift: Effect = async ({ deps, caller }, row, { pieces = [] }) => {
  const [one, two] = orRefuse(checkPieces(pieces));
  const keys = await deps.keys.list(holderOf(row.practitioner));
  const held = keys.find(({ state }) => state === 'suspended');
  const given = held && (await deps.keys.change(held.id, 'restore', caller));
  return given?.changed ? { pieces: [one, two] } : refuse(noneSuspended);
};

/** Whoever accepted the request answers for the new key too; the service hands it over like the first one. */
const reorder: Effect = async (at, row) => {
  const text = `SELECT ${requestColumns} FROM service.access_request
    WHERE id = (SELECT request FROM service.access_authorization WHERE id = $1)`;
  const [request] = await at.tx.query<AccessRequest>(text, [row.authorization]);
  return { handover: await orderAnother(at, request!, request!.acceptedBy!) };
};

const reasoned: Effect = async (_at, _row, { reason }) => (reason ? {} : refuse(noReason));

const effects: Readonly<Record<UnblockingChange['event'], Effect>> = {
  ...{ lift, reorder, miss: reasoned, refuse: reasoned },
};

const update = `
  UPDATE service.key_unblocking SET state = $2, since = CASE WHEN state = $2 THEN since ELSE $3 END,
    answered_by = CASE WHEN $2 <> 'asked' THEN $4 END, reason = $5, handover = $6,
    piece_one = $7, piece_one_end = $8, piece_two = $9, piece_two_end = $10
   WHERE id = $1 RETURNING ${unblockingColumns}`;

/** Takes a step of somebody’s unblocking. */
export async function changeUnblocking(at: At, id: string, change: UnblockingChange): Promise<Unblocking> {
  const text = `SELECT ${unblockingColumns} FROM service.key_unblocking WHERE id = $1 FOR UPDATE`;
  const [row] = await at.tx.query<Unblocking>(text, [id]);
  const offices = await officesOf(at, { organization: row?.organization ?? '' });
  const may = mayStep(unblockingMachine, row?.state ?? 'none', change.event, offices);
  if (row === undefined) return refuseUnknown(may);
  const taken = orRefuse(may);
  const by = practitionerIdOf(at.caller.actor.id);
  if (by === row.practitioner) refuse(samePerson);
  const { handover, pieces } = await effects[change.event](at, row, change);
  const shown = pieces?.flatMap(({ kind, end }) => [kind, end]) ?? [null, null, null, null];
  const values = [row.id, taken.to, at.now, by, change.reason ?? null, handover ?? null, ...shown];
  const [written] = await at.tx.query<Unblocking>(update, values);
  await recordStep(at, 'unblocking', row, change.event, taken, change.reason);
  return written!;
}
