import { useText } from '@continuum/ui-language';
import { IconHelp } from '@tabler/icons-react';
import { useEffect, useSyncExternalStore } from 'react';
import classes from './app-frame.module.css';
import { texts } from './texts.ts';

/** Guides that screens said are theirs, the last one first. */
let named: readonly string[] = [];
const listeners = new Set<() => void>();

function change(next: readonly string[]): void {
  named = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Says whose guide the screen is of (`gaa`, `aga`, …), as long as it is shown; undefined says nothing. */
export function useGuide(name: string | undefined): void {
  useEffect(() => {
    if (name === undefined) return;
    change([name, ...named]);
    return () => change(named.toSpliced(named.indexOf(name), 1));
  }, [name]);
}

const addressOf = (name: string) => `/guides/${name}`;

/**
 * The way to the guide of the screen: a link that is seen, and F1. It opens beside the screen, which keeps what was typed.
 * @param usual the guide of screens that name none
 */
export function GuideLink({ usual }: { usual: string }) {
  const say = useText(texts);
  const name = useSyncExternalStore(subscribe, () => named[0]) ?? usual;
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.key !== 'F1' || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.open(addressOf(name), 'guide');
    };
    window.addEventListener('keydown', open);
    return () => window.removeEventListener('keydown', open);
  }, [name]);
  return (
    <a
      className={classes.language}
      href={addressOf(name)}
      target="guide"
      title={say('guide.title')}
      aria-keyshortcuts="F1"
    >
      <IconHelp size={20} stroke={1.7} aria-hidden />
      <span className={classes.guideText}>{say('guide')}</span>
    </a>
  );
}
