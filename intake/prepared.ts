import type { Access, Change, Written } from '@continuum/record-gate';
import type { Issue } from '@continuum/standards-fhir';
import type { EntryResult, UsagerClaim } from './deposit.ts';

/** One usager whom a deposit speaks of; numbered in an order that the same bytes always give. */
export interface ClaimToSettle {
  claim: UsagerClaim;
  /** FHIRPath of what describes them, for what is said of it. */
  at: string;
  /** The source may register this Patient, under that id when it chose one. */
  registers?: { id?: string };
}

/** Who a claim turned out to be. `registered`: the deposit itself writes that Patient. */
export type Settled = { usager: string } | 'registered';

/** What a deposit writes, now that its usagers are known. */
export interface Built {
  changes: Change[];
  /** It was made from what stood then, and the sender asked for no version: overtaken, it is built again. */
  repeatable?: boolean;
  /** FHIR: the answer, from what was written. */
  answer?(written: readonly Written[]): EntryResult[];
}

/** A deposit that was read and found well formed; nothing is decided yet. */
export interface Prepared {
  claims: ClaimToSettle[];
  /** Deposits with the same condition take turns, and those that register the same NAM. */
  turns: { conditions: string[]; nams: string[] };
  /** What it would write, as far as that is known before anybody is identified: asked of the decision before it waits. */
  intended?: Change[];
  /** Remarks that do not prevent storage. */
  issues: Issue[];
  /** `settled[i]` answers `claims[i]`. @throws Unusable */
  build(settled: readonly Settled[], access: Access): Promise<Built>;
}
