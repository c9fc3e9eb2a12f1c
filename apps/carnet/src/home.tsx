import { Page } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { IconChevronRight, IconPhone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from './home.module.css';
import { sections, titleKey } from './sections.tsx';
import { texts } from './texts.ts';
import { spokenName, useWhose } from './whose-record.tsx';

/** The first page: a greeting, and large doors to each section. */
export function Home() {
  const say = useText(texts);
  const { openable, current } = useWhose();
  const given = openable[0]?.usager?.given.split(' ')[0];
  const lead = current.own ? say('home.lead') : say('home.lead.other', { name: spokenName(current.usager) });
  return (
    <Page
      title={given ? say('hello', { name: given }) : say('hello.nobody')}
      lead={lead}
      product={say('product')}
    >
      <ul className={classes.doors}>
        {sections.map(({ path, key, icon: Icon }) => (
          <li key={path}>
            <Link to={path} className={classes.door} data-key={key}>
              <span className={classes.icon}>
                <Icon size={30} stroke={1.5} aria-hidden />
              </span>
              <span className={classes.words}>
                <span className={classes.name}>{say(titleKey(key, current.own))}</span>
                <span className={classes.detail}>{say(`home.${key}`)}</span>
              </span>
              <IconChevronRight size={22} className={classes.go} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      <p className={classes.emergency}>
        <IconPhone size={18} aria-hidden /> {say('emergency')}
      </p>
    </Page>
  );
}
