import type { Tx } from '@continuum/record-database';
import type { Change } from './access.ts';
import type { Room } from './reading.ts';

type Deletion = Extract<Change, { verb: 'delete' }>;

const deletions = (changes: readonly Change[]): Deletion[] =>
  changes.filter(({ verb }) => verb === 'delete') as Deletion[];

const isOfUsager = ({ type }: Deletion): boolean => type === 'Patient';

export const deletesUsagers = (changes: readonly Change[]): boolean => deletions(changes).some(isOfUsager);

/**
 * Patients that this writer may not delete (R4 3.1.0.7 leaves it to the server). Who the usagers are is the register's:
 * its feed deletes. Another source takes back a Patient that it alone has sent and that nothing speaks of; anything else
 * would leave a record without its person.
 */
export async function keptUsagers(room: Room, tx: Tx, changes: readonly Change[]): Promise<string[]> {
  const { actor } = room.opening;
  if (actor.profile === 'patient-registry-feed') return [];
  const leaving = deletions(changes);
  const ids = leaving.filter(isOfUsager).map(({ id }) => id);
  return room.store.usagersInUse(tx, ids, actor.source?.id ?? actor.id, leaving);
}
