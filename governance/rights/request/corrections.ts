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
  const since = daysAfter(now, -correctionNoticeDays);
  const rows = await correctedSince(query, usager, since, access.actor.id);
  const seen = await access.rights.seenByMe(usager, rows.map(toCorrected));
  const told: Correction[] = [];
  for (const [index, row] of rows.entries()) {
    const saw = seen[index];
    if (saw === undefined) continue;
    const { type, id } = toCorrected(row);
    const { outcome } = await access.read(type, id);
    if (outcome !== 'found' && outcome !== 'gone') continue;
    told.push({
      ...{
        id: row.id,
        number: row.number,
        type,
        name: row.resourceName ?? '',
        at: row.corrected!.toISOString(),
      },
      ...(row.resourceDay !== null && { day: row.resourceDay }),
      ...(row.organizationName !== null && { organizationName: row.organizationName }),
      ...{ certain: saw === 'named', removed: outcome === 'gone' },
    });
  }
  return told;
}

const acknowledgeText = `
  INSERT INTO service.rights_acknowledgement (request_id, practitioner, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

/** Somebody who was told of a correction says so: it is not told to them again. `unknown`: it is none of theirs. */
export async function acknowledge(
  query: Query,
  access: Access,
  { usager, id, now }: { usager: string; id: string; now: Date },
): Promise<'done' | 'unknown' | Denied> {
  const told = await correctionsFor(query, access, usager, now);
  if (told === 'unknown' || 'outcome' in told) return told;
  if (!told.some(correction => correction.id === id)) return 'unknown';
  await query(acknowledgeText, [id, access.actor.id, now]);
  return 'done';
}
