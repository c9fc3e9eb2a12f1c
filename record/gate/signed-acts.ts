import type { Tx } from '@continuum/record-database';
import type { Held, SignedVersion, Written } from '@continuum/record-store';
import {
  actOf,
  decideProof,
  domainsNamedBy,
  isWrittenSigned,
  limited,
  mayBeSigned,
} from '@continuum/trust-access';
import { overrideOf, releaseOf } from '@continuum/trust-consent';
import { bearsSignature, signatureDigest } from '@continuum/trust-signature';
import type { Change, Denied, SignedOutcome, SigningAct } from './access.ts';
import { answer, emptyAnswer, type Question } from './entries.ts';
import type { Room } from './reading.ts';
import { shared } from './shared-domains.ts';

/** What a person signed is changed by an act that they sign in turn, and by nothing else. */
export class Unsigned extends Error {
  readonly decision: Denied['decision'];
  constructor(references: readonly string[]) {
    super('unsigned');
    const text = `${references.join(', ') || 'This'}: it was signed, and changes only by an act that is signed in turn.`;
    this.decision = { permit: false, denial: 'signature-missing', text };
  }
}

/** What a person may not write without signing it; undefined: nothing. */
export function unsignedDenial(
  { opening: { actor } }: Room,
  change: Change,
  act: SigningAct | undefined,
): Denied['decision'] | undefined {
  const type = change.verb === 'delete' ? change.type : change.resource.resourceType;
  if (act !== undefined || !isWrittenSigned(actor, type)) return undefined;
  const text = `${type}: a person writes it by an act signed with their own key, on the project’s screens.`;
  return { permit: false, denial: 'signature-missing', text };
}

/** Whether changes are an act and the Provenance of its signature, and nothing else. */
function isSigned(changes: readonly Change[], { code }: SigningAct): boolean {
  const [act, provenance] = changes;
  const { type, change } = actOf(code);
  return (
    changes.length === 2 &&
    act?.verb === (change === 'create' ? 'create' : 'upsert') &&
    act.resource.resourceType === type &&
    provenance?.verb === 'create' &&
    bearsSignature(provenance.resource)
  );
}

/**
 * Says, in the transaction that wrote them, that a version and its Provenance are signed.
 * @throws TypeError for changes that are anything else, or nothing: a fault of the caller
 */
export async function keepSigned(
  room: Room,
  tx: Tx,
  changes: readonly Change[],
  signing: SigningAct,
  written: readonly Written[],
): Promise<void> {
  const [act, provenance] = written;
  const isNew = written.every(({ result }) => result === 'created' || result === 'updated');
  if (!act || !provenance || !isNew || !isSigned(changes, signing))
    throw new TypeError(`The changes are not a signed ${signing.code} and its Provenance.`);
  const { actor } = room.opening;
  if (signing.code === 'override') await openOverride(room, tx, changes[0]!, act.id);
  if (signing.code === 'release-result' || signing.code === 'hold-result')
    await keepRelease(room, tx, changes[0]!, act.id);
  await room.store.keepSigned(tx, {
    ...{ type: act.type, id: act.id, version: act.version, provenance: provenance.id },
    ...{ activity: signing.code, signer: actor.id, recorded: signing.recorded },
  });
}

/**
 * What a signed override opens, for who signed it, in their session.
 * @throws TypeError for one that is not whole, or of somebody else: a fault of the caller
 */
async function openOverride(room: Room, tx: Tx, change: Change, id: string): Promise<void> {
  const { id: practitioner, profile, organization, session } = room.opening.actor;
  const override = change.verb === 'delete' ? undefined : overrideOf(change.resource);
  if (override?.practitioner !== practitioner || session === undefined)
    throw new TypeError('The override is not one that its author signs in a session.');
  await room.store.openOverride(tx, {
    ...{ ...override, id, profile, session },
    organization: organization?.name ?? null,
  });
}

/**
 * What a signed release or hold does to a result.
 * @throws TypeError for one that is not whole, or of somebody else: a fault of the caller
 */
async function keepRelease(room: Room, tx: Tx, change: Change, id: string): Promise<void> {
  const release = change.verb === 'delete' ? undefined : releaseOf(change.resource);
  if (release?.practitioner !== room.opening.actor.id)
    throw new TypeError('The release is not one that its author signs.');
  await room.store.keepRelease(tx, { ...release, id });
}

/** @throws Unsigned when what was just written replaces what somebody signed. */
export async function refuseUnsigned(
  room: Room,
  tx: Tx,
  written: readonly (Written & Held)[],
): Promise<void> {
  const changed = written.filter(
    ({ result, type, domain }) =>
      /updated|deleted/.test(result) && (!shared.includes(domain) || mayBeSigned(type)),
  );
  if (changed.length === 0) return;
  const unsigned = await room.store.unsignedAmong(tx, changed);
  if (unsigned.length > 0) throw new Unsigned(unsigned.map(({ type, id }) => `${type}/${id}`));
}

type Sight = Extract<ReturnType<typeof decideProof>, { permit: true }>['sight'];

async function found(
  room: Room,
  sight: Sight,
  { type, id, version, provenance, activity, signer, recorded }: SignedVersion,
) {
  const now = room.now();
  const [act, bearer] = await Promise.all([
    room.store.readVersion(sight, now, type, id, version),
    room.store.readVersion(sight, now, 'Provenance', provenance, 1),
  ]);
  if (act.outcome !== 'found' || bearer.outcome !== 'found') return undefined;
  const digest = signatureDigest(JSON.parse(bearer.stored.body));
  const anchor = await room.journal.anchorOf({ signer, digest, at: recorded });
  return { act: act.stored, provenance: bearer.stored, activity, ...(anchor && { anchor }) };
}

/** Reads a signed version with what proves it. */
export async function readSigned(
  room: Room,
  type: string,
  id: string,
  version?: number,
): Promise<SignedOutcome> {
  const { actor, purpose, matrix } = room.opening;
  const text = `${type}/${id}${version === undefined ? '' : `/_history/${version}`} signed`;
  const question: Question = { action: 'read', interaction: 'signed-act', type, text };
  const domains = domainsNamedBy(type);
  const decision = decideProof(matrix, actor, purpose, domains);
  const none = async (outcome: 'denied' | 'not-found', reason?: string) => {
    const usagers = await room.store.usagersOf(type, id);
    const more = { domains, ...(reason && { reason }) };
    const entries = (usagers.length > 0 ? usagers : [undefined]).map(usager =>
      emptyAnswer(room.opening, question, outcome, { ...more, usager }),
    );
    await room.journal.append(entries);
  };
  if (!decision.permit) {
    await none('denied', decision.denial);
    return { outcome: 'denied', decision };
  }
  const sight = limited(decision.sight, actor, 'r');
  const versions = await room.store.signedVersions(sight, room.now(), type, [id]);
  const wanted = version === undefined ? versions[0] : versions.find(one => one.version === version);
  const signed = wanted && (await found(room, sight, wanted));
  if (signed === undefined) {
    await none('not-found');
    return { outcome: 'not-found' };
  }
  await room.journal.append(answer(room.opening, question, [signed.act, signed.provenance]));
  return { outcome: 'found', ...signed };
}

/** Which versions were signed, of what the actor sees. */
export async function signedVersions(
  room: Room,
  type: string,
  ids: readonly string[],
): Promise<SignedVersion[]> {
  const { actor, purpose, matrix } = room.opening;
  const decision = decideProof(matrix, actor, purpose, domainsNamedBy(type));
  if (!decision.permit || ids.length === 0) return [];
  return room.store.signedVersions(limited(decision.sight, actor, 'r'), room.now(), type, ids);
}
