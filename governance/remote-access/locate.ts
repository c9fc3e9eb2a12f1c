import type { Whence } from '@continuum/registries-credential';
import { toAddress } from '@continuum/registries-credential';
import type { Actor, Remote } from '@continuum/trust-access';
import type { RemoteAccessDeps } from './deps.ts';
import { isUsual } from './place-counts.ts';

const usual = (everywhere: readonly string[]) =>
  `SELECT coalesce(${isUsual('$1::inet', '$2::text', everywhere)}, false) AS usual`;

/** A device may serve at home and at patients’: the newest, until its holder says another. */
const declared = `
  SELECT id, kind FROM service.remote_declaration
   WHERE "authorization" = $1 AND device = $2 AND 'Practitioner/' || practitioner = $3 AND revoked IS NULL
   ORDER BY declared DESC LIMIT 1`;

/** What remains of somebody whose device nobody declared: their own pages. */
const undeclared = ({ authorization: _, organization: __, ...actor }: Actor): Actor => ({
  ...actor,
  ...{ profile: 'none', remote: { at: 'undeclared' } },
});

/** Where an actor comes in from: at a usual place, as they are; from a home that they declared, as they are, and the session says so. */
export async function locate(
  { pool, everywhere }: Pick<RemoteAccessDeps, 'pool' | 'everywhere'>,
  { actor, address, device }: Pick<Whence, 'actor' | 'address' | 'device'>,
): Promise<Actor> {
  if (actor.kind !== 'practitioner' || actor.profile === 'none') return actor;
  const values = [toAddress(address) ?? null, actor.organization?.id ?? ''];
  const [at] = await pool.query<{ usual: boolean }>(usual(everywhere), values, 'place-usual');
  if (at!.usual) return actor;
  if (device === undefined || actor.authorization === undefined) return undeclared(actor);
  const [found] = await pool.query<{ id: string; kind: Exclude<Remote['at'], 'undeclared'> }>(declared, [
    ...[actor.authorization, device, actor.id],
  ]);
  if (!found) return undeclared(actor);
  return { ...actor, remote: { at: found.kind, declaration: found.id } };
}
