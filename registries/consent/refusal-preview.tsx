import { isDay } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { IconAlertTriangle, IconEye, IconEyeOff } from '@tabler/icons-react';
import classes from './refusal-preview.module.css';
import type { RefusalTerms } from './refusal-view.ts';
import { texts } from './texts.ts';
import { toValues, type Whose } from './whose.ts';

const shownDay = (day: string | undefined): string => (day && isDay(day) ? day : '…');

/** In plain words: what clinicians will and will not see. */
export function RefusalPreview({ terms, whose }: { terms: RefusalTerms; whose: Whose }) {
  const say = useText(texts);
  const partial = terms.before !== undefined;
  const before = shownDay(terms.before);
  return (
    <div className={classes.preview} aria-live="polite">
      <h3 className={classes.title}>{say('preview.title')}</h3>
      <p className={classes.head}>
        <IconEyeOff size={20} aria-hidden /> {say('preview.hidden')}
      </p>
      <ul>
        <li>{partial ? say('preview.hidden.before', { before }) : say('preview.hidden.all')}</li>
      </ul>
      <p className={classes.head}>
        <IconEye size={20} aria-hidden /> {say('preview.shown')}
      </p>
      <ul>
        {partial && <li>{say('preview.shown.after', { before })}</li>}
        <li>{say('preview.shown.identity', toValues(whose))}</li>
        <li>{say('preview.shown.sentence')}</li>
      </ul>
      {terms.end !== undefined && <p>{say('preview.after-end', { end: shownDay(terms.end) })}</p>}
    </div>
  );
}

/** What to weigh before refusing. */
export function RefusalWarning() {
  const say = useText(texts);
  return (
    <section className={classes.warning} aria-label={say('warning.title')}>
      <h3 className={classes.title}>
        <IconAlertTriangle size={20} aria-hidden /> {say('warning.title')}
      </h3>
      <ul>
        <li>{say('warning.no-override')}</li>
        <li>{say('warning.collected')}</li>
        <li>{say('warning.care')}</li>
        <li>{say('warning.changeable')}</li>
      </ul>
    </section>
  );
}
