import { useFormat, useText } from '@continuum/ui-language';
import type { MissingReason } from './missing/missing-reason.ts';
import classes from './missing/some-missing.module.css';
import { texts } from './missing/texts.ts';

export type { MissingReason } from './missing/missing-reason.ts';

/** A reason as a screen receives it: what a domain adds of its own has no sentence here. */
type Shown = Omit<MissingReason, 'code'> & { code: string };

/** What is known of what may be missing, a sentence each; a refusal and a domain's own reasons are said elsewhere. */
export function useMissingReasons(reasons: readonly Shown[]): string[] {
  const say = useText(texts);
  const format = useFormat();
  return reasons.flatMap(({ code, source = '', category = '', since, lastReceived, count = 0 }) => {
    const day = since ?? '';
    if (code === 'restricted') return say(code);
    if (code === 'identification-waiting') return say(code, { since: day });
    if (code === 'source-silent') return say(code, { source, last: format.dateTime(lastReceived) });
    if (code === 'other-sources') return say(code, { count });
    if (code === 'source-does-not-send')
      return since ? say('source-does-not-send.since', { source, since: day }) : say(code, { source });
    if (code !== 'category-not-sent') return [];
    return since
      ? say('category-not-sent.since', { source, category, since: day })
      : say(code, { source, category });
  });
}

/** Something is shown, and it is known that something else may be missing. */
export function SomeMissing({ reasons }: { reasons: readonly Shown[] }) {
  const say = useText(texts);
  const sentences = useMissingReasons(reasons);
  if (sentences.length === 0) return null;
  return (
    <details className={classes.missing}>
      <summary>{say('some', { count: sentences.length })}</summary>
      <ul>
        {sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}
