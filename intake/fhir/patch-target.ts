import type { Access } from '@continuum/record-gate';
import { checkRegistration, validNamsOf, withStoredNams } from '@continuum/registries-patient';
import type { Issue, Resource } from '@continuum/standards-fhir';
import { Unusable } from '../deposit.ts';
import { type Found, findOne } from './condition.ts';
import type { Entry } from './entry.ts';
import { lostIdentity } from './lost-identity.ts';
import { type Patch, patched } from './patch.ts';
import type { Target } from './target.ts';

interface Register {
  /** May it take away what a usager is known by? */
  corrects: boolean;
  admits(patient: Resource): Promise<boolean>;
}

const issueOf = (code: string, expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code,
  expression,
  diagnostics,
});

/** What stands, as the depositor may see it: a patch of anything else is a patch of nothing. */
async function standing({ type, id, query, requestAt }: Entry, access: Access): Promise<Found> {
  const found = await findOne(access, type, query ?? `_id=${id}`, `${requestAt}.url`);
  if (found) return found;
  const wanted =
    query === undefined ? `There is no ${type}/${id} here.` : `Nothing answers to ${type}?${query}.`;
  throw new Unusable([issueOf('not-found', `${requestAt}.url`, wanted)], 404);
}

function checkVersion({ ifMatch, type, requestAt }: Entry, { id, version }: Found): void {
  if (ifMatch === undefined || ifMatch === version) return;
  const text = `${type}/${id} is not at that version; read it again and repeat the change.`;
  throw new Unusable([issueOf('conflict', `${requestAt}.ifMatch`, text)], 412);
}

/** A Patient with other NAMs than before enters the register like a new one. */
async function registered(before: Resource, after: Resource, register: Register): Promise<Resource> {
  const patient = withStoredNams(after);
  const lost = register.corrects ? [] : lostIdentity(before, patient);
  const wrong = [...lost, ...checkRegistration(patient)].filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw new Unusable(wrong);
  const held = new Set(validNamsOf(before));
  if (validNamsOf(patient).every(nam => held.has(nam)) || (await register.admits(patient))) return patient;
  const text = 'Another usager holds this NAM: send the Patient by PUT, and a person will look at both.';
  throw new Unusable([issueOf('duplicate', 'Patient.identifier', text)], 409);
}

/**
 * What a PATCH writes (R4 3.1.0.6): the resource as it stands, changed, under the version that it was read at.
 * @throws Unusable 404, 412, 422, or 409 for a NAM that somebody else holds
 */
export async function patchTarget(
  entry: Entry,
  patch: Patch,
  access: Access,
  register: Register,
): Promise<Target> {
  const found = await standing(entry, access);
  checkVersion(entry, found);
  const result = patched(found.resource, patch, entry.at);
  entry.resource = entry.type === 'Patient' ? await registered(found.resource, result, register) : result;
  return { entry, id: found.id, writes: true, standing: found };
}
