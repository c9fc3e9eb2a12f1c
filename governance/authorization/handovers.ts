import { orRefuse, refuse, refuseUnknown } from './attempt.ts';
import { keyHanded } from './authorizations.ts';
import { type At, holderOf, practitionerIdOf } from './deps.ts';
import { type Handover, handoverColumns } from './handover-order.ts';
import { type HandoverEvent, type HandoverState, handoverMachine } from './machine/handover.data.ts';
import { notifyOffice, notifyPerson } from './notice.ts';
import { officesOf } from './offices.ts';
import { checkPieces, type Piece } from './rules/check-pieces.ts';
import { byRule } from './rules/refusal.ts';
import { mayStep, recordStep } from './take-step.ts';

export interface HandoverChange {
  event: Exclude<HandoverEvent, 'order' | 'stop'>;
  reason?: string;
  /** `verify`: the two pieces that were shown. */
  pieces?: Piece[];
  /** `hand-over`: the AVI, a Practitioner’s id. */
  avi?: string;
  /** `enrol`: the name under which the holder signs in. */
  userName?: string;
}

/** A handover after a step; with the code, when the step gave one: it is told once. */
export type Handing = Handover & { code?: string; codeExpires?: Date };

const samePerson = byRule(
  'same-person',
  'Personne ne vérifie sa propre identité, et qui a accepté la demande ne remet pas la clé: laissez-la à une ou un collègue.',
  'Nobody verifies their own identity, and who accepted the request does not hand over the key: leave it to a colleague.',
);
const noSuchAvi = byRule(
  'avi',
  'avi: nommez une agente ou un agent de vérification d’identité en fonction, autre que l’intervenant.',
  'avi: name an identity verification agent who is in office, other than the intervenant.',
);
const noUserName = byRule(
  'user-name',
  'userName: donnez un nom d’utilisateur qui n’est pas celui d’une autre personne.',
  'userName: give a user name that is nobody else’s.',
);
const noKey = byRule(
  'key',
  'La clé n’est pas encore enrôlée: la personne entre le code, touche sa clé et choisit son NIP pendant la rencontre.',
  'The key is not enrolled yet: the person enters the code, touches the key and chooses its PIN in the meeting.',
);
const noReason = byRule('reason', 'reason: dites pourquoi.', 'reason: say why.');

type Gained = Partial<Pick<Handover, 'avi'>> & Pick<Handing, 'code' | 'codeExpires'>;
type Effect = (at: At, row: Handover, change: HandoverChange) => Promise<Gained>;

const keepMeeting = `
  INSERT INTO service.identity_meeting
    (handover, organization, practitioner, channel, met, by, piece_one, piece_one_end, piece_two, piece_two_end)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const verify: Effect = async (at, row, { pieces = [] }) => {
  const [one, two] = orRefuse(checkPieces(pieces));
  const channel = row.state === 'with-avi' ? 'in-person' : 'video';
  await at.tx.query(keepMeeting, [
    ...[row.id, row.organization, row.practitioner, channel, at.now, practitionerIdOf(at.caller.actor.id)],
    ...[one.kind, one.end, two.kind, two.end],
  ]);
  return {};
};

const toAvi: Effect = async ({ tx }, row, { avi }) => {
  const text = `SELECT FROM service.access_agent WHERE practitioner = $1 AND office = 'avi' AND state = 'in-force'`;
  if (avi === undefined || avi === row.practitioner || (await tx.query(text, [avi])).length === 0)
    refuse(noSuchAvi);
  return { avi };
};

/** The code is told in the meeting, by whoever verified: who accepted the request ordered the key, and answers for it. */
const enrol: Effect = async ({ deps, caller }, row, { userName }) => {
  const holder = holderOf(row.practitioner);
  const [known] = await deps.keys.list(holder);
  const name = known?.userName ?? userName;
  if (name === undefined) refuse(noUserName);
  const whom = { userName: name, holder, name: row.practitionerName, organization: row.organizationName };
  const ordered = { ...whom, orderedBy: holderOf(row.orderedBy), ...(known && { replaces: known.id }) };
  const invited = await deps.enrolment.invite(ordered, caller);
  return invited ? { code: invited.code, codeExpires: invited.expires } : refuse(noUserName);
};

/** Last of all: the key is another room’s, and is active whatever becomes of this transaction; alone it opens nothing. */
const lift: Effect = async ({ deps, caller }, row) => {
  const keys = await deps.keys.list(holderOf(row.practitioner));
  const fresh = keys.find(({ state, created }) => state === 'enrolled' && created >= row.ordered);
  const lifted = keys.some(({ state, created }) => state === 'active' && created >= row.ordered);
  if (fresh === undefined) return lifted ? {} : refuse(noKey);
  const change = await deps.keys.change(fresh.id, 'activate', caller);
  return change.changed ? {} : refuse(change.why === 'same-person' ? samePerson : noKey);
};

const reasoned: Effect = async (_at, _row, { reason }) => (reason ? {} : refuse(noReason));

const effects: Partial<Record<HandoverEvent, Effect>> = {
  ...{ verify, enrol, lift },
  'hand-over': async (at, row, change) => ({
    ...(await reasoned(at, row, change)),
    ...(await toAvi(at, row, change)),
  }),
  'give-back': reasoned,
  miss: reasoned,
};

const update = `
  UPDATE service.key_handover SET state = $2, since = CASE WHEN state = $2 THEN since ELSE $3 END, avi = coalesce($4, avi),
    reason = $5
   WHERE id = $1 RETURNING ${handoverColumns}`;

async function tell(at: At, row: Handover, event: HandoverEvent): Promise<void> {
  const facts = { person: row.practitionerName, organization: row.organizationName };
  const notice = { subject: row, facts: { ...facts, ...(row.reason && { reason: row.reason }) } };
  if (event === 'mail')
    await notifyPerson(at, { ...notice, template: 'key-mailed' }, row.practitioner, row.email);
  if (event === 'hand-over')
    await notifyOffice(at, { ...notice, template: 'handed-to-avi' }, 'avi', row.avi ?? undefined);
  if (event === 'give-back') await notifyOffice(at, { ...notice, template: 'handover-ordered' }, 'tvi');
}

const isTheirOwn = (row: Handover, by: string): boolean => by === row.practitioner || by === row.orderedBy;

async function write(at: At, row: Handover, to: HandoverState, gained: Gained, reason?: string) {
  const values = [row.id, to, at.now, gained.avi ?? null, reason ?? null];
  const [written] = await at.tx.query<Handover>(update, values);
  return written!;
}

/** Takes a step of the handover of a key. */
export async function changeHandover(at: At, id: string, change: HandoverChange): Promise<Handing> {
  const text = `SELECT ${handoverColumns} FROM service.key_handover WHERE id = $1 FOR UPDATE`;
  const [row] = await at.tx.query<Handover>(text, [id]);
  const offices = await officesOf(
    at,
    row ? { organization: row.organization, avi: row.avi } : { organization: '' },
  );
  const may = mayStep(handoverMachine, row?.state ?? 'none', change.event, offices);
  if (row === undefined) return refuseUnknown(may);
  const taken = orRefuse(may);
  if (isTheirOwn(row, practitionerIdOf(at.caller.actor.id))) refuse(samePerson);
  const gained = (await effects[change.event]?.(at, row, change)) ?? {};
  const written = await write(at, row, taken.to, gained, change.reason);
  await recordStep(at, 'handover', row, change.event, taken, change.reason);
  await tell(at, written, change.event);
  if (taken.to === 'handed') await keyHanded(at, row.id);
  const { code, codeExpires } = gained;
  return { ...written, ...(code !== undefined && { code }), ...(codeExpires && { codeExpires }) };
}
