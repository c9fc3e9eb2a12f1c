import type { ResultStateName } from './result-state.ts';

/** Whether the person sees one report, as its clinician reads it. */
export interface ReportRelease {
  /** Id of the DiagnosticReport. */
  report: string;
  state: ResultStateName;
  /** When time shows it, or did. */
  until: string;
  /** The last decision on it: `task` is the reference of the act, to verify its signature. */
  decision?: { task: string; kind: 'release' | 'hold'; name: string; signed: string };
}

/** Answer of `GET /api/release/:patient`. */
export interface ReleasesAnswer {
  reports: ReportRelease[];
  /** Whether who asks may release and hold. */
  maySign: boolean;
  /** The longest that a result is kept from the person. */
  days: number;
}

/** Answer of `GET /api/release/:patient/choice`: what the person chose. */
export interface ChoiceAnswer {
  asSoonAsPossible: boolean;
  /** Since when. */
  since?: string;
  /** Whether who asks decides for that person. */
  mayDecide: boolean;
  days: number;
}
