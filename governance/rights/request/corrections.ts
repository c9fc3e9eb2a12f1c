import type { Query } from '@continuum/record-database';
import type { Access, Corrected, Denied } from '@continuum/record-gate';
import { daysAfter } from './deps.ts';
import { correctedSince } from './list.ts';
import { correctionNoticeDays } from './request-machine.data.ts';
import type { Correction } from './request-view.ts';
import type { RightsRequest } from './requests.ts';

/** What a corrected request says to the journal. */
export function toCorrected({
  resource,
  resourceWritten,
  correctedVersion,
  corrected,
}: RightsRequest): Corrected {
  const [type = '', id = ''] = resource!.split('/');
  return { type, id, version: correctedVersion!, since: resourceWritten!, until: corrected! };
}

/** Whether somebody may be told of that person at all: who they are may be read, or it is denied. */
async function mayKnow(access: Access, usager: string): Promise<'yes' | 'no' | Denied> {
  const { outcome } = await access.peek('Patient', usager);
  if (outcome === 'found' && access.actor.kind === 'practitioner') return 'yes';
  // Whoever may not know is in the person’s list for having asked.
  const read = await access.read('Patient', usager);
  return read.outcome === 'denied' ? read : 'no';
}

/**
 * The corrections of a person’s record that a provider is told of: of what they saw before, by the journal, and may see
 * now. Each is a look at the corrected version, and is in the person’s list.
 */
export async function correctionsFor(
  query: Query,
  access: Access,
  usager: string,
  now: Date,
): Promise<Correction[] | 'unknown' | Denied> {
  const may = await mayKnow(access, usager);
  if (may !== 'yes') return may === 'no' ? 'unknown' : may;
  const rows = await correctedSince(query, usager, daysAfter(now, -correctionNoticeDays));
  const seen = await access.rights.seenByMe(usager, rows.map(toCorrected));
  const told: Correction[] = [];
  for (const [index, row] of rows.entries()) {
    const saw = seen[index];
    if (saw === undefined) continue;
    const { type, id } = toCorrected(row);
    const { outcome } = await access.read(type, id);
    if (outcome !== 'found' && outcome !== 'gone') continue;
    told.push({
      ...{ number: row.number, type, name: row.resourceName ?? '', at: row.corrected!.toISOString() },
      ...(row.resourceDay !== null && { day: row.resourceDay }),
      ...(row.organizationName !== null && { organizationName: row.organizationName }),
      ...{ certain: saw === 'named', removed: outcome === 'gone' },
    });
  }
  return told;
}
