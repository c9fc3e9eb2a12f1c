import { randomUUID } from 'node:crypto';
import type { Signer } from '@continuum/registries-credential';
import { placesOf } from '@continuum/registries-organization';
import { standingOf } from '@continuum/registries-practitioner';
import { dayOf } from '@continuum/standards-calendar';
import { type Actor, platformActor } from '@continuum/trust-access';
import type { Assertion } from '@continuum/trust-signature';
import { type Caller, mayManage, nowOf, practitionerIdOf, type RemoteAccessDeps } from './deps.ts';
import { checkDeclaration, type Declaring } from './rules/check-declaration.ts';
import { conditions } from './rules/conditions.data.ts';
import { type Answer, done, type Refusal } from './rules/refusal.ts';
import { challengeOf, type Declaration, statementOf } from './statement.ts';

/** What the browser needs to show and to sign. */
export interface PreparedDeclaration {
  challenge: string;
  statement: string;
  key: { id: string; kind: 'software' | 'fido2'; userName: string };
  expires: Date;
}

/** A declaration as it is kept, without its evidence. */
export interface DeclarationRow {
  id: string;
  practitioner: string;
  practitionerName: string;
  authorization: string;
  organization: string;
  organizationName: string;
  placeName: string;
  kind: 'home' | 'patient-home';
  municipality: string | null;
  deviceName: string;
  device: string;
  declared: Date;
  revoked: Date | null;
  revokedByName: string | null;
}

export const declarationColumns = `d.id, d.practitioner, d.practitioner_name AS "practitionerName",
  d."authorization", d.organization, d.organization_name AS "organizationName", d.place_name AS "placeName", d.kind,
  d.municipality, d.device_name AS "deviceName", d.device, d.declared, d.revoked, d.revoked_by_name AS "revokedByName"`;

const preparedFor = 10 * 60_000;

const keepPrepared = `
  WITH stale AS (DELETE FROM service.remote_prepared WHERE expires_at < $6)
  INSERT INTO service.remote_prepared (challenge, session_sha256, holder, declaration, statement, expires_at)
  VALUES ($1, $2, $3, $4, $5, $7)`;

/** It serves once, in the session that prepared it. */
const takePrepared = `
  DELETE FROM service.remote_prepared WHERE challenge = $1 AND session_sha256 = $2 AND holder = $3
  RETURNING declaration, statement, expires_at > $4 AS "inTime"`;

const insert = `
  INSERT INTO service.remote_declaration AS d (id, practitioner, practitioner_name, "authorization", organization,
    organization_name, place, place_name, kind, municipality, device_name, device, conditions, declared, statement,
    assertion, credential, certificate)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  RETURNING ${declarationColumns}`;

const revoke = `
  UPDATE service.remote_declaration d SET revoked = $2, revoked_by = $3, revoked_by_name = $4
   WHERE d.id = $1 AND d.revoked IS NULL RETURNING ${declarationColumns}`;

/** The same home on the same device again: the newer one stands in the place of the older. */
const revokeSame = `
  UPDATE service.remote_declaration SET revoked = $4, revoked_by = $5, revoked_by_name = $6
   WHERE "authorization" = $1 AND device = $2 AND kind = $3 AND revoked IS NULL`;

/** What rules are held against: read by the platform, and shown to nobody. */
const registersOf = ({ gate }: RemoteAccessDeps, { origin }: Caller) =>
  gate.open(platformActor, { of: 'HOPERAT' }, origin);

const tell = (
  { journal }: RemoteAccessDeps,
  { actor, origin }: Caller,
  action: 'remote-declare' | 'remote-revoke',
  row: DeclarationRow,
): Promise<void> => {
  const about = `remote access ${row.id} of Practitioner/${row.practitioner} at Organization/${row.organization}`;
  return journal({ action, outcome: 'success', actor, origin, about });
};

/** Writes down an attempt that was not theirs to make, or not signed. */
async function attempted({ journal }: RemoteAccessDeps, caller: Caller, refusal: Refusal, why: string) {
  const { actor, origin } = caller;
  await journal({ action: 'attempt', outcome: 'denied', actor, origin, why: `remote-access:${why}` });
  return refusal;
}

/** What somebody may declare: their authorizations in force with the names of their places, and the conditions. */
export async function choicesOf(deps: RemoteAccessDeps, caller: Caller) {
  const authorizations = await deps.authorizationsOf(caller.actor.id, nowOf(deps));
  const registers = registersOf(deps, caller);
  return Promise.all(
    authorizations.map(async ({ id, profile, organization, places }) => {
      const known = await placesOf(registers, organization.id);
      return { id, profile, organization, places: known.filter(place => places.includes(place.id)) };
    }),
  );
}

async function declarationOf(
  deps: RemoteAccessDeps,
  { actor }: Caller,
  asked: Declaring,
  device: string,
): Promise<Omit<Declaration, 'placeName'>> {
  const now = nowOf(deps);
  const { organization } = (await deps.authorizationsOf(actor.id, now)).find(
    ({ id }) => id === asked.authorization,
  )!;
  return {
    ...{ ...asked, id: randomUUID(), device, declared: now },
    ...{ deviceName: asked.deviceName.trim(), municipality: asked.municipality?.trim() || undefined },
    ...{ practitioner: practitionerIdOf(actor), practitionerName: actor.name },
    ...{ organization: organization.id, organizationName: organization.name },
  };
}

/**
 * Prepares a declaration: held against the registers and the authorizations, given its id and its statement, for some minutes
 * and for that session.
 * @param device thumbprint of the key that this browser proved to hold
 */
export async function prepareDeclaration(
  deps: RemoteAccessDeps,
  signer: Signer,
  asked: Declaring,
  device: string | undefined,
): Promise<Answer<PreparedDeclaration>> {
  if (device === undefined) return { refused: 'no-device' };
  const now = nowOf(deps);
  const key = await deps.keys.find(signer);
  if (key === undefined) return attempted(deps, signer, { refused: 'not-signed' }, 'key-not-active');
  const registers = registersOf(deps, signer);
  const [standing, authorizations] = await Promise.all([
    standingOf(registers, practitionerIdOf(signer.actor), dayOf(now)),
    deps.authorizationsOf(signer.actor.id, now),
  ]);
  const refusal = checkDeclaration({ asked, standing, authorizations, version: conditions.version });
  if (refusal) return refusal;
  const about = await declarationOf(deps, signer, asked, device);
  const places = await placesOf(registers, about.organization);
  const declaration: Declaration = {
    ...about,
    placeName: places.find(({ id }) => id === asked.place)?.name ?? about.organizationName,
  };
  const statement = statementOf(declaration);
  const challenge = challengeOf(statement);
  const expires = new Date(now.getTime() + preparedFor);
  await deps.pool.query(keepPrepared, [
    ...[challenge, signer.session, signer.actor.id, JSON.stringify(declaration), statement, now, expires],
  ]);
  const { id, kind, userName } = key;
  return done({ challenge, statement, key: { id, kind, userName }, expires });
}

interface Taken {
  declaration: Omit<Declaration, 'declared'> & { declared: string };
  statement: string;
  inTime: boolean;
}

/** Keeps a declaration that its holder's key signed, in the session that prepared it; everything is held against the rules again. */
export async function signDeclaration(
  deps: RemoteAccessDeps,
  signer: Signer,
  { challenge, assertion }: { challenge: string; assertion: Assertion },
): Promise<Answer<DeclarationRow>> {
  const now = nowOf(deps);
  const values = [challenge, signer.session, signer.actor.id, now];
  const [taken] = await deps.pool.query<Taken>(takePrepared, values);
  if (!taken?.inTime) return attempted(deps, signer, { refused: 'late' }, 'not-prepared');
  const key = await deps.keys.check(signer, assertion, challenge);
  if (typeof key === 'string') return attempted(deps, signer, { refused: 'not-signed' }, key);
  const { declaration: d, statement } = taken;
  const [standing, authorizations] = await Promise.all([
    standingOf(registersOf(deps, signer), d.practitioner, dayOf(now)),
    deps.authorizationsOf(signer.actor.id, now),
  ]);
  const refusal = checkDeclaration({ asked: d, standing, authorizations, version: conditions.version });
  if (refusal) return refusal;
  const row = await deps.pool.transaction(async tx => {
    await tx.query(revokeSame, [d.authorization, d.device, d.kind, now, d.practitioner, signer.actor.name]);
    const [kept] = await tx.query<DeclarationRow>(insert, [
      ...[d.id, d.practitioner, d.practitionerName, d.authorization, d.organization, d.organizationName],
      ...[d.place, d.placeName, d.kind, d.municipality ?? null, d.deviceName, d.device, d.conditions],
      ...[d.declared, statement, JSON.stringify({ assertion, publicKey: key.publicKey })],
      ...[key.id, key.certificate],
    ]);
    await tell(deps, signer, 'remote-declare', kept!);
    return kept!;
  });
  return done(row);
}

/** Ends a declaration: its holder's own, or one at an organization where somebody answers for access. The next request is refused. */
export async function revokeDeclaration(
  deps: RemoteAccessDeps,
  caller: Caller,
  id: string,
): Promise<Answer<DeclarationRow>> {
  const [known] = await deps.pool.query<{ practitioner: string; organization: string; revoked: Date | null }>(
    'SELECT practitioner, organization, revoked FROM service.remote_declaration WHERE id = $1',
    [id],
  );
  const own = known?.practitioner === practitionerIdOf(caller.actor) && caller.actor.kind === 'practitioner';
  const may = own || (known !== undefined && mayManage(await deps.officesOf(caller), known.organization));
  if (!may || known?.revoked) {
    const refusal: Refusal = { refused: 'unknown' };
    return may ? refusal : attempted(deps, caller, refusal, 'revoke');
  }
  const by = [practitionerIdOf(caller.actor), caller.actor.name];
  const row = await deps.pool.transaction(async tx => {
    const [ended] = await tx.query<DeclarationRow>(revoke, [id, nowOf(deps), ...by]);
    if (ended) await tell(deps, caller, 'remote-revoke', ended);
    return ended;
  });
  return row ? done(row) : { refused: 'unknown' };
}

const own = `SELECT ${declarationColumns} FROM service.remote_declaration d
  WHERE d.practitioner = $1 ORDER BY d.declared DESC, d.id LIMIT 100`;

/** One's own declarations, the newest first. */
export const ownDeclarations = ({ pool }: RemoteAccessDeps, actor: Actor): Promise<DeclarationRow[]> =>
  pool.query<DeclarationRow>(own, [practitionerIdOf(actor)]);

const standingOne = `SELECT ${declarationColumns} FROM service.remote_declaration d
  WHERE d.id = $1 AND d.practitioner = $2 AND d.device = $3 AND d.revoked IS NULL`;

/** A declaration of somebody's that stands on this device; undefined for any other. */
export async function standingDeclaration(
  { pool }: RemoteAccessDeps,
  actor: Actor,
  id: string,
  device: string | undefined,
): Promise<DeclarationRow | undefined> {
  if (device === undefined) return undefined;
  return (await pool.query<DeclarationRow>(standingOne, [id, practitionerIdOf(actor), device]))[0];
}
