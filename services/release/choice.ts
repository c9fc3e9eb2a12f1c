import { randomUUID } from 'node:crypto';
import type { Access, Denied, WriteOutcome } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import {
  directiveSystem,
  type ReleaseChoice,
  releaseChoiceCode,
  releaseChoiceOf,
  toReleaseChoice,
} from '@continuum/trust-consent';

interface KeptChoice {
  choice: ReleaseChoice;
  version: number;
}

/** What a person chose of their results; undefined: nothing, which is the usual delay. */
export async function readChoice(access: Access, usager: string): Promise<KeptChoice | undefined | Denied> {
  const found = await access.search('Consent', [
    ['patient', `Patient/${usager}`],
    ['category', `${directiveSystem}|${releaseChoiceCode}`],
    ['_sort', '-_lastUpdated'],
    ['_count', '1'],
  ]);
  if (found.outcome === 'denied') return found;
  if (found.outcome === 'invalid') throw new Error(found.issues.map(i => i.diagnostics).join(' '));
  const [stored] = found.entries;
  const choice = stored && releaseChoiceOf(JSON.parse(stored.body) as Resource);
  return choice && { choice, version: stored.version };
}

/** Registers what a person chooses, in force at once; chosen again, it begins again. The register keeps what was. */
export async function writeChoice(
  access: Access,
  usager: string,
  asSoonAsPossible: boolean,
  now: Date,
): Promise<WriteOutcome> {
  const kept = await readChoice(access, usager);
  if (kept && 'outcome' in kept) return kept;
  const { choice, version } = kept ?? {};
  if ((choice?.active ?? false) === asSoonAsPossible) return { outcome: 'written', written: [] };
  const next = {
    ...{ usager, consent: choice?.consent ?? randomUUID(), active: asSoonAsPossible },
    start: asSoonAsPossible || !choice ? now : choice.start,
  };
  const { id: reference, name: display } = access.actor;
  const resource = toReleaseChoice(next, now, { reference, display });
  return access.write([{ verb: 'upsert', resource, ...(version && { ifMatch: version }) }]);
}
