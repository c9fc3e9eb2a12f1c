import { useText } from '@continuum/ui-language';
import { IconFlask2, IconPhotoScan, IconPill } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from './choose-domain.module.css';
import { useUsager } from './context.tsx';
import { texts } from './texts.ts';

const domains = [
  { to: '/dossier/medicaments', key: 'medication', icon: IconPill },
  { to: '/dossier/laboratoire', key: 'laboratory', icon: IconFlask2 },
  { to: '/dossier/imagerie', key: 'imaging', icon: IconPhotoScan },
] as const;

/** The record is open and nothing has been read yet: the clinician chooses what. */
export function ChooseDomain() {
  const say = useText(texts);
  const { reaches } = useUsager();
  return (
    <div className={classes.choose}>
      <h2 className={classes.title}>{say('choose.title')}</h2>
      <p className={classes.text}>{say('choose.text')}</p>
      <ul className={classes.cards}>
        {domains
          .filter(({ key }) => reaches(key))
          .map(({ to, key, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={classes.card}>
                <Icon size={32} stroke={1.5} aria-hidden />
                <span className={classes.name}>{say(key)}</span>
                <span className={classes.detail}>{say(`choose.${key}`)}</span>
              </Link>
            </li>
          ))}
      </ul>
      <p className={classes.keys}>
        {say('shortcuts')} <kbd>Alt</kbd> <kbd>{say('shift')}</kbd> <kbd>M</kbd> · <kbd>L</kbd> · <kbd>I</kbd>
      </p>
    </div>
  );
}
