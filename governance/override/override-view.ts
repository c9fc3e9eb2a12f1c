import type { Danger, NoConsent } from './grounds.data.ts';

/** What a provider gives for an override. */
export interface OverrideInput {
  danger: Danger;
  noConsent: NoConsent;
  reason: string;
}

/** Answer of `GET /api/override/:patient`: all that the provider may know. */
export interface OverrideState {
  /** A restriction is against them, whatever it hides, if anything. */
  restricted: boolean;
  /** Until when what it hides is open to them, by their override. */
  until?: string;
  /** How long an override lasts. */
  minutes: number;
}

export type ReviewState = 'to-review' | 'to-confirm' | 'closed';

/** One step of a review. */
export interface ReviewStep {
  act: 'propose' | 'confirm' | 'return';
  by: string;
  name: string;
  at: string;
  decision?: 'justified' | 'not-justified';
  reason: string;
}

/** An override, as the person and surveillance read it. */
export interface OverrideView {
  id: string;
  name: string;
  profile: string;
  organization?: string;
  danger: string;
  noConsent: string;
  reason: string;
  opened: string;
  until: string;
  state: ReviewState;
  decision?: 'justified' | 'not-justified';
  /** For surveillance alone: of whom, and the steps taken. */
  usager?: string;
  steps?: ReviewStep[];
}

export interface OverridesAnswer {
  overrides: OverrideView[];
  next?: string;
}
