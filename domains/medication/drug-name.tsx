import { useText } from '@continuum/ui-language';
import classes from './medication.module.css';
import { texts } from './texts.ts';

/** The drug's name, with its DIN under it. */
export function DrugName({ name, din }: { name: string; din?: string }) {
  const say = useText(texts);
  return (
    <span className={classes.drug}>
      {name || say('unnamed')}
      {din && <span className={classes.din}>{say('din', { din })}</span>}
    </span>
  );
}
