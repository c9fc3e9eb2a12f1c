/**
 * The condition that the home which an actor comes in from is still declared, for a statement that has the actor as jsonb
 * (`ActorCounts` of the room of sessions). That the authorization which it extends is in force is asked beside it.
 */
export const remoteCounts = (actor: string): string => `
  (${actor}->'remote'->>'declaration' IS NULL OR EXISTS (
    SELECT FROM service.remote_declaration d
     WHERE d.id = (${actor}->'remote'->>'declaration')::uuid AND d.revoked IS NULL
       AND 'Practitioner/' || d.practitioner = ${actor}->>'id' AND d."authorization" = ${actor}->>'authorization'))`;

/** An address in a network of the organization that somebody comes in for, or of everybody. */
export const isUsual = (address: string, organization: string, everywhere: readonly string[]): string => `
  (${address} <<= ANY ('{${everywhere.join(',')}}'::inet[]) OR EXISTS (
    SELECT FROM service.practice_network n
     WHERE n.organization = ${organization} AND n.ended IS NULL AND ${address} <<= n.network))`;

/**
 * The condition that a session is used from where it was opened (`PlaceCounts` of the room of sessions): what was opened at
 * a usual place counts at usual places alone. What was opened elsewhere says so already, wherever it goes.
 * @param everywhere networks, of digits, dots, colons and slashes alone
 */
export const placeCounts =
  (everywhere: readonly string[]) =>
  (actor: string, address: string): string =>
    `
  (${actor}->>'kind' <> 'practitioner' OR ${actor}->>'profile' = 'none' OR ${actor}->'remote' IS NOT NULL
   OR coalesce(${isUsual(address, `${actor}->'organization'->>'id'`, everywhere)}, false))`;
