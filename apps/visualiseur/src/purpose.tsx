import { useText } from '@continuum/ui-language';
import { useSession } from '@continuum/ui-session';
import { NativeSelect } from '@mantine/core';
import { useUsager } from './context.tsx';
import classes from './purpose.module.css';
import { texts } from './texts.ts';

type Key = `purpose.${'TREAT' | 'INTERPRET' | 'BTG'}`;

/** Never chosen here: an override is signed first (`OverrideNotice`). */
const signed = 'BTG';

const isKey = (key: string): key is Key => (texts.keys as readonly string[]).includes(key);

/** Why the record is open: always in sight; chosen by those whose profile has more than one purpose. */
export function PurposeOfAccess() {
  const say = useText(texts);
  const known = useSession().purposes;
  const { purpose, choose } = useUsager();
  const purposes = known.filter(({ of }) => of !== signed || of === purpose);
  const nameOf = (of: string) => {
    const key = `purpose.${of}`;
    return isKey(key) ? say(key) : of;
  };
  if (purpose === undefined) return null;
  return (
    <section aria-label={say('purpose')} className={classes.purpose} data-purpose={purpose}>
      <div className={classes.inner}>
        {purposes.length > 1 ? (
          <NativeSelect
            classNames={{ root: classes.choice, label: classes.label }}
            label={say('purpose')}
            value={purpose}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
            data={purposes.map(({ of }) => ({ value: of, label: nameOf(of) }))}
          />
        ) : (
          <p className={classes.only}>
            <span className={classes.label}>{say('purpose')}</span> {nameOf(purpose)}
          </p>
        )}
        {purpose === 'INTERPRET' && (
          <p className={classes.notice} role="status">
            {say('purpose.INTERPRET.notice')}
          </p>
        )}
      </div>
    </section>
  );
}
