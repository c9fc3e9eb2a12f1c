import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import classes from './page.module.css';
import { EmptyState } from './states.tsx';
import { texts } from './texts.ts';

interface PageProps {
  title: string;
  /** In the window's title after the page's; the product. */
  product: string;
  lead?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** One page: its title (in the window too), a sentence, its content one under the other. */
export function Page({ title, product, lead, action, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${product} · Continuum`;
  }, [title, product]);
  return (
    <div className={classes.page}>
      <div className={classes.header}>
        <div>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {action && <div className="kit-no-print">{action}</div>}
      </div>
      {children}
    </div>
  );
}

/** An address that leads nowhere. */
export function NotFound({ home }: { home: string }) {
  const say = useText(texts);
  return (
    <EmptyState
      level={1}
      title={say('not-found.title')}
      icon={<IconCompass size={30} stroke={1.5} aria-hidden />}
    >
      <p>{say('not-found.text')}</p>
      <Button component="a" href={home} variant="light">
        {say('not-found.home')}
      </Button>
    </EmptyState>
  );
}
