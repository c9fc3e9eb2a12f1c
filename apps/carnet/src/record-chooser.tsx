import { ageOf, useText } from '@continuum/ui-language';
import { UnstyledButton } from '@mantine/core';
import classes from './record-chooser.module.css';
import { texts } from './texts.ts';
import { type Openable, spokenName, useWhose } from './whose-record.tsx';

function useLabel() {
  const say = useText(texts);
  return ({ own, usager }: Openable) => {
    const name = usager?.given.split(' ')[0] || spokenName(usager) || '…';
    const age = ageOf(usager?.birthDate);
    if (own) return say('me', { name });
    return age !== undefined && age < 18 ? say('child', { name, age: say('years', { count: age }) }) : name;
  };
}

/** Whose record: one's own, a child's, someone one helps. Always in sight. */
export function RecordChooser() {
  const say = useText(texts);
  const label = useLabel();
  const { openable, current, choose } = useWhose();
  return (
    <nav className={classes.chooser} aria-label={say('whose')}>
      <div className={classes.inner}>
        <span className={classes.title}>{say('whose')}</span>
        <ul className={classes.list}>
          {openable.map(one => (
            <li key={one.id}>
              <UnstyledButton
                className={classes.one}
                aria-current={one.id === current.id || undefined}
                onClick={() => choose(one.id)}
              >
                {label(one)}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}
