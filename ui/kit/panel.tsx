import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  title?: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  /** Buttons and filters, at the end of the title's line. */
  action?: ReactNode;
  /** `flush`: the content touches the edges (tables, lists). */
  padding?: 'normal' | 'flush';
  tone?: 'plain' | 'quiet' | 'warning';
  level?: 2 | 3;
  /** One of many alike: an article, with a smaller title, and no landmark of its own. */
  oneOfMany?: boolean;
  children: ReactNode;
}

/** A sheet of paper on the desk: one subject, its title, its actions. */
export function Panel({
  title,
  description,
  action,
  padding = 'normal',
  tone = 'plain',
  level = 2,
  oneOfMany,
  children,
}: PanelProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  const Sheet = oneOfMany ? 'article' : 'section';
  return (
    <Sheet
      className={classes.panel}
      data-tone={tone}
      data-many={oneOfMany || undefined}
      aria-labelledby={title ? id : undefined}
    >
      {(title || action) && (
        <header className={classes.header}>
          <div className={classes.titles}>
            {title && (
              <Heading id={id} className={classes.title}>
                {title}
              </Heading>
            )}
            {description && <p className={classes.description}>{description}</p>}
          </div>
          {action && <div className={`${classes.action} kit-no-print`}>{action}</div>}
        </header>
      )}
      <div className={classes.body} data-padding={padding}>
        {children}
      </div>
    </Sheet>
  );
}
