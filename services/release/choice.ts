import { createHash } from 'node:crypto';
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

/** Every choice that the register keeps of a person, the newest first: there is one, unless it was written by another way. */
async function readChoices(access: Access, usager: string): Promise<KeptChoice[] | Denied> {
  const found = await access.search('Consent', [
    ['patient', `Patient/${usager}`],
    ['category', `${directiveSystem}|${releaseChoiceCode}`],
    ['_sort', '-_lastUpdated'],
    ['_count', '100'],
  ]);
  if (found.outcome === 'denied') return found;
  if (found.outcome === 'invalid') throw new Error(found.issues.map(i => i.diagnostics).join(' '));
  return found.entries.flatMap(({ body, version }) => {
    const choice = releaseChoiceOf(JSON.parse(body) as Resource);
    return choice ? [{ choice, version }] : [];
  });
}

const inForce = (kept: readonly KeptChoice[]): KeptChoice | undefined =>
  kept.find(({ choice }) => choice.active) ?? kept[0];

/** What a person chose of their results; undefined: nothing, which is the usual delay. */
export async function readChoice(access: Access, usager: string): Promise<KeptChoice | undefined | Denied> {
  const kept = await readChoices(access, usager);
  return 'outcome' in kept ? kept : inForce(kept);
}

/** One Consent for each person, whichever of two tabs writes it first. */
function consentIdOf(usager: string): string {
  const hex = createHash('sha256').update(`${releaseChoiceCode} ${usager}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Registers what a person chooses, in force at once; chosen again, it begins again. The register keeps what was. */
export async function writeChoice(
  access: Access,
  usager: string,
  asSoonAsPossible: boolean,
  now: Date,
): Promise<WriteOutcome> {
  const kept = await readChoices(access, usager);
  if ('outcome' in kept) return kept;
  const standing = kept.filter(({ choice }) => choice.active);
  if (standing.length > 0 === asSoonAsPossible) return { outcome: 'written', written: [] };
  const { id: reference, name: display } = access.actor;
  const toChange = (choice: ReleaseChoice, version?: number) => ({
    ...{ verb: 'upsert' as const, resource: toReleaseChoice(choice, now, { reference, display }) },
    ...(version && { ifMatch: version }),
  });
  // Whatever stands ends with it: a choice that was taken back shows nothing any more.
  if (!asSoonAsPossible)
    return access.write(standing.map(one => toChange({ ...one.choice, active: false }, one.version)));
  const { choice, version } = inForce(kept) ?? {};
  const consent = choice?.consent ?? consentIdOf(usager);
  return access.write([toChange({ usager, consent, active: true, start: now }, version)]);
}
