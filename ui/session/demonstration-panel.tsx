import { useLanguage, useText } from '@continuum/ui-language';
import { UnstyledButton } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useEffect } from 'react';
import classes from './demonstration-panel.module.css';
import { chosenIdentity, type DemonstrationIdentity, forgetChoice } from './identities.ts';
import { profileKey, texts } from './texts.ts';

interface DemonstrationPanelProps {
  identities: readonly DemonstrationIdentity[];
  onChoose: (identity: DemonstrationIdentity) => void;
}

/** In the demonstration only: the synthetic people, one click each. */
export function DemonstrationPanel({ identities, onChoose }: DemonstrationPanelProps) {
  const say = useText(texts);
  const language = useLanguage();
  useEffect(() => {
    const chosen = identities.find(({ userName }) => userName === chosenIdentity());
    if (!chosen) return;
    forgetChoice();
    onChoose(chosen);
  }, [identities, onChoose]);
  if (identities.length === 0) return null;
  return (
    <section className={classes.panel} aria-label={say('demo.title')}>
      <h2 className={classes.title}>{say('demo.title')}</h2>
      <p className={classes.text}>{say('demo.text')}</p>
      <ul className={classes.list}>
        {identities.map(identity => {
          const role = profileKey(identity.role);
          const hint = identity.hints?.[language] ?? identity.hint;
          return (
            <li key={identity.userName}>
              <UnstyledButton className={classes.identity} onClick={() => onChoose(identity)}>
                <span>
                  <span className={classes.name}>{identity.name}</span>
                  <span className={classes.role}>{role ? say(role) : identity.role}</span>
                  {hint && <span className={classes.hint}>{hint}</span>}
                </span>
                <IconArrowRight size={18} aria-hidden />
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
