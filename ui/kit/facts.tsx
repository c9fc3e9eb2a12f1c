import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** One fact: its name and its value. */
export interface Fact {
  label: string;
  value: ReactNode;
}

/** Names and values, in columns as wide as there is room. Facts without a value are left out. */
export function Facts({ items, layout = 'grid' }: { items: readonly Fact[]; layout?: 'grid' | 'rows' }) {
  const present = items.filter(item => item.value !== undefined && item.value !== '' && item.value !== null);
  return (
    <dl className={classes.facts} data-layout={layout}>
      {present.map(item => (
        <div key={item.label} className={classes.fact}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
