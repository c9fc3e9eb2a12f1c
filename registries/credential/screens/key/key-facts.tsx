import { DateText, Facts } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import classes from './key.module.css';
import type { ShownKey } from './shown-key.browser.ts';
import { texts } from './texts.ts';

/** Of a key: its user name, when it was enrolled, its certificate and the end of that. */
export function KeyFacts({ shown }: { shown: ShownKey }) {
  const say = useText(texts);
  return (
    <Facts
      items={[
        { label: say('user-name'), value: shown.userName },
        { label: say('enrolled'), value: <DateText value={shown.created} time /> },
        { label: say('until'), value: <DateText value={shown.expires} /> },
        { label: say('certificate'), value: <span className={classes.serial}>{shown.certificate}</span> },
      ]}
    />
  );
}
