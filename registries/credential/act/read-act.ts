import type { Gate, Origin } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { platformActor } from '@continuum/trust-access';

/**
 * A signed act, by its reference (`Library/<id>`), as the record keeps it: who signed which version for what, and what the current one says.
 * Its signature was verified when it was written, and nobody writes one without; the record keeps both for good.
 * @param read what the act says, when it says nothing else
 * @returns undefined when it is not there, is not signed, or holds anything else
 */
export async function readAct<Facts>(
  gate: Pick<Gate, 'open'>,
  origin: Origin,
  reference: string,
  read: (act: Resource) => Facts | undefined,
) {
  const [type = '', id = ''] = reference.split('/');
  const access = gate.open(platformActor, { of: 'HOPERAT' }, origin);
  const [signed] = await access.signedVersions(type, [id]);
  const found = signed && (await access.read(type, id));
  const says = found?.outcome === 'found' ? read(JSON.parse(found.stored.body) as Resource) : undefined;
  return signed && says && { signed, says };
}
