import { useText } from '@continuum/ui-language';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './section-navigation.module.css';
import { texts } from './texts.ts';

/** One section of an application. */
export interface NavigationItem {
  href: string;
  label: string;
  icon?: ReactNode;
  current?: boolean;
  /** How many things wait there. */
  count?: number;
}

/** The sections, in one line that scrolls sideways when the screen is narrow. */
export function SectionNavigation({
  items,
  onGo,
}: {
  items: NavigationItem[];
  onGo?: (href: string) => void;
}) {
  const say = useText(texts);
  const bar = useRef<HTMLElement>(null);
  const current = items.find(item => item.current)?.href;
  useEffect(() => {
    const item = current && bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (item) bar.current?.scrollTo({ left: item.offsetLeft - 24 });
  }, [current]);
  return (
    <nav ref={bar} aria-label={say('sections')} className={classes.navigation}>
      <ul className={classes.list}>
        {items.map(item => (
          <li key={item.href}>
            <a
              href={item.href}
              className={classes.item}
              aria-current={item.current ? 'page' : undefined}
              onClick={event => {
                if (!onGo || event.metaKey || event.ctrlKey) return;
                event.preventDefault();
                onGo(item.href);
              }}
            >
              {item.icon}
              {item.label}
              {!!item.count && <span className={classes.count}>{item.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
