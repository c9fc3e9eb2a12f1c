import type { RightsOffice } from '@continuum/trust-access';
import type { Denied } from './denied.ts';
import type { Corrected, Saw } from './saw-earlier.ts';

export type { Corrected, Saw } from './saw-earlier.ts';

/** A look at a person’s requests, or a step in one. */
export interface RightsAsked {
  action: 'read' | 'write';
  /** As the journal names it: `rights-requests`, `rights-request-accept`. */
  interaction: string;
  text: string;
  /** Id of the Patient; absent: of everybody, for who handles them. */
  usager?: string;
}

/** That it may be done: nothing is answered before `tell` resolves. */
export interface RightsPermit {
  outcome: 'permitted';
  office: RightsOffice;
  /** Journals it, in the list of each of these usagers; `error`, `denied`: a step that was not taken. */
  tell(usagers: readonly string[], outcome?: 'success' | 'error' | 'denied'): Promise<void>;
}

/** Which version of a resource stands: nothing of its content. */
export type StandingVersion =
  | { outcome: 'found'; version: number; written: Date }
  | { outcome: 'not-found' }
  | Denied;

/** What the requests by which persons exercise their rights ask of the record and of its journal. */
export interface RightsDoor {
  /** Decides; a denial is journalled before it is told. */
  decide(asked: RightsAsked): Promise<RightsPermit | Denied>;
  /** For who handles a request: the version that stands of a resource of that usager. Journalled in their list. */
  standing(usager: string, type: string, id: string): Promise<StandingVersion>;
  /**
   * Of what was corrected in that usager’s record: what whoever asks saw of it before. Their own looks: nothing is
   * disclosed. Of nobody but who works.
   */
  seenByMe(usager: string, corrected: readonly Corrected[]): Promise<(Saw | undefined)[]>;
  /**
   * How many people saw it before it was corrected: for the person, whose list names each of them, and for who handles the
   * request. Asked after `decide`, which journals.
   */
  countWhoSaw(usager: string, corrected: readonly Corrected[]): Promise<number[]>;
}
