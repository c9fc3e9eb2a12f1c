import type { ReactNode } from 'react';
import classes from './timeline.module.css';

/** One event of a timeline. */
export interface TimelineItem {
  key: string;
  /** When, as shown. */
  when: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  icon?: ReactNode;
  tone?: 'normal' | 'attention' | 'quiet';
}

/** What happened, newest first. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol className={classes.timeline} aria-label={label}>
      {items.map(item => (
        <li key={item.key} className={classes.item} data-tone={item.tone ?? 'normal'}>
          <span className={classes.dot} aria-hidden>
            {item.icon}
          </span>
          <div className={classes.body}>
            <p className={classes.when}>{item.when}</p>
            <p className={classes.title}>{item.title}</p>
            {item.detail && <div className={classes.detail}>{item.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
