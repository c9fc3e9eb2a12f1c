import type { CompiledMatrix, Decision, Domain, Profile, PurposeOfUse } from '@continuum/trust-access';

/** What would somebody of that profile see of a usager, by each of these tables? */
export interface PreviewRequest {
  tables: readonly CompiledMatrix[];
  profile: Profile;
  purpose: PurposeOfUse;
  /** Id of the Patient. Of whom it may be asked is for who asks to know. */
  usager: string;
  /** The versions, as the journal names them. */
  text: string;
}

/** By one table: how many resources of each domain it opens, with what is refused left out; or why it opens nothing. */
export type Previewed =
  | { permit: true; domains: readonly Domain[]; counts: Partial<Record<Domain, number>> }
  | { permit: false; text: string };

export type PreviewOutcome =
  | { outcome: 'counted'; previews: Previewed[] }
  | { outcome: 'denied'; decision: Extract<Decision, { permit: false }> };
