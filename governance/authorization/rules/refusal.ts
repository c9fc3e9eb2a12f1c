import type { Awaited } from '../machine/machine.ts';

/** What somebody reads, in either language. */
export interface Text {
  fr: string;
  en: string;
}

/** Why a step was not taken. Nothing changed. */
export type Refusal =
  /** Whoever asks has not the office for it, in whatever state. */
  | { refused: 'office' }
  | { refused: 'unknown' }
  | { refused: 'state'; state: string; awaited: Awaited[] }
  /** The step is theirs and in time, but a rule is not met. `source` says whose rule it is. */
  | { refused: 'rule'; code: string; text: Text; source?: string };

export const byRule = (code: string, fr: string, en: string, source?: string): Refusal => ({
  ...{ refused: 'rule', code, text: { fr, en } },
  ...(source !== undefined && { source }),
});
