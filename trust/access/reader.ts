import type { Actor, Profile } from './actor.ts';

/**
 * Who reads, as a restriction names providers. A person is named by themself or by their profile. A system that
 * names no person reads for whoever uses it: for the professions that it serves, and for those who work where it stands.
 */
export interface Reader {
  /** `Practitioner/<id>`; absent: a system. */
  person?: string;
  profiles: readonly Profile[];
  /** The session whose overrides count: for a look that overrides, and no other. */
  overriding?: string;
  /** Of a system: id of the Organization where it stands. Absent: not known, so that anybody may be behind it. */
  organization?: string;
}

/** The professions that a kind of system serves: what one of them may not see, it is not told. To be validated. */
const served: Partial<Record<Profile, readonly Profile[]>> = {
  'pharmacy-system': ['pharmacist'],
  'imaging-system': ['radiologist'],
  'hospital-system': ['physician', 'radiologist', 'pharmacist', 'nurse'],
  'emr-system': ['physician', 'nurse'],
};

/** The reader that an actor is; undefined: nobody whom a restriction can name (the person themself, the counter, the platform). */
export function readerOf({ kind, id, profile, organization, atRequestOf }: Actor): Reader | undefined {
  if (atRequestOf !== undefined) return undefined;
  if (kind === 'practitioner') return { person: id, profiles: [profile] };
  if (kind !== 'system' || profile === 'platform') return undefined;
  return { profiles: served[profile] ?? [], ...(organization && { organization: organization.id }) };
}
