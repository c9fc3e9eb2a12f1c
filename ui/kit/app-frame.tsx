import { changeLanguage, useFormat, useLanguage, useText } from '@continuum/ui-language';
import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconLogout, IconUserCircle } from '@tabler/icons-react';
import type { MouseEvent, ReactNode } from 'react';
import classes from './app-frame.module.css';
import { GuideLink } from './guide.tsx';
import { Mark } from './mark.tsx';
import { type NavigationItem, SectionNavigation } from './section-navigation.tsx';
import { texts } from './texts.ts';

/** Who is signed in, as the header shows it. */
export interface SignedIn {
  name: string;
  /** Profile and organization, in words. */
  detail?: string;
}

interface AppFrameProps {
  /** The application's own name beside the product's: Visualiseur, Carnet, Console. */
  product: string;
  /** Address of the application's first page. */
  home: string;
  person?: SignedIn;
  onSignOut?: () => void;
  /** What is the person's own: their sessions, their keys; in the menu under their name. */
  personal?: NavigationItem[];
  /** Sections, when the application has any. */
  navigation?: NavigationItem[];
  /** Follows an address without loading the page again. */
  onGo?: (href: string) => void;
  /** Whose record is open: always in sight, above everything else. */
  banner?: ReactNode;
  /** Name of the guide of screens that name none of their own (`useGuide`); absent: there is no guide here. */
  guide?: string;
  /** Narrower text measure, for reading. */
  measure?: 'wide' | 'reading';
  children: ReactNode;
}

/** Changes the language in one click, wherever one is. */
export function LanguageSwitch() {
  const say = useText(texts);
  const language = useLanguage();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <UnstyledButton
      className={classes.language}
      lang={other}
      onClick={() => void changeLanguage(other)}
      title={say('language.label')}
    >
      {say('language')}
    </UnstyledButton>
  );
}

interface PersonMenuProps extends Pick<AppFrameProps, 'onSignOut' | 'personal' | 'onGo'> {
  person: SignedIn;
}

function PersonMenu({ person, onSignOut, personal = [], onGo }: PersonMenuProps) {
  const say = useText(texts);
  const follow = (href: string) => (event: MouseEvent) => {
    if (!onGo || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    onGo(href);
  };
  return (
    <Menu position="bottom-end" width={270} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          <IconUserCircle size={24} stroke={1.6} aria-hidden />
          <span className={classes.personText}>
            <span className={classes.personName}>{person.name}</span>
            {person.detail && <span className={classes.personDetail}>{person.detail}</span>}
          </span>
          <IconChevronDown size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {person.name}
          {person.detail && <br />}
          {person.detail}
        </Menu.Label>
        {personal.map(({ href, label, icon, current }) => (
          <Menu.Item
            key={href}
            component="a"
            href={href}
            leftSection={icon}
            aria-current={current ? 'page' : undefined}
            onClick={follow(href)}
          >
            {label}
          </Menu.Item>
        ))}
        {personal.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={onSignOut}>
          {say('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function PrintedBy({ person }: { person?: SignedIn }) {
  const say = useText(texts);
  const format = useFormat();
  if (!person) return null;
  return (
    <p className={classes.printed}>
      {say('printed', { when: format.dateTime(new Date()), name: person.name })}
    </p>
  );
}

/** The frame of an application: header, sections, the open record's banner, the content. */
export function AppFrame(props: AppFrameProps) {
  const say = useText(texts);
  return (
    <div className={classes.frame} data-measure={props.measure ?? 'wide'}>
      <a href="#contenu" className={classes.skip}>
        {say('skip')}
      </a>
      <header className={classes.header}>
        <div className={classes.headerInner}>
          <a
            href={props.home}
            className={classes.brand}
            onClick={event => {
              if (!props.onGo) return;
              event.preventDefault();
              props.onGo(props.home);
            }}
          >
            <Mark />
            <span className={classes.brandName}>
              Continuum <span className={classes.product}>{props.product}</span>
            </span>
          </a>
          <div className={classes.tools}>
            {props.guide && <GuideLink usual={props.guide} />}
            <LanguageSwitch />
            {props.person && <PersonMenu {...props} person={props.person} />}
          </div>
        </div>
        {props.navigation && <SectionNavigation items={props.navigation} onGo={props.onGo} />}
      </header>
      {props.banner && <div className={classes.banner}>{props.banner}</div>}
      <main id="contenu" tabIndex={-1} className={classes.main}>
        {props.children}
      </main>
      <PrintedBy person={props.person} />
    </div>
  );
}
