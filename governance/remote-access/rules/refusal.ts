/** What somebody reads, in either language. */
interface Text {
  fr: string;
  en: string;
}

/** Why something was not done. Nothing changed. */
export type Refusal =
  | { refused: 'not-yours' | 'unknown' | 'late' | 'not-signed' | 'no-device' }
  | { refused: 'rule'; text: Text; source?: string };

/** What came of it. */
export type Answer<T> = { done: true; value: T } | Refusal;

export const done = <T>(value: T): Answer<T> => ({ done: true, value });

export const byRule = (fr: string, en: string, source?: string): Refusal => ({
  ...{ refused: 'rule', text: { fr, en } },
  ...(source !== undefined && { source }),
});
