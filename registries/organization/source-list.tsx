import { useFormat, useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import classes from './source-list.module.css';
import { texts } from './texts.ts';

/** A source system as `/api/organization` tells of it. */
export interface ShownSource {
  clientId: string;
  name: string;
  profile: string;
  state: string;
  lastReceived?: string;
}

function State({ state }: { state: string }) {
  const say = useText(texts);
  if (state !== 'suspended' && state !== 'revoked') return null;
  return (
    <Badge color="red" variant="light" tt="none" ms="xs">
      {say(`state.${state}`)}
    </Badge>
  );
}

/** The systems that send for one organisme. */
export function SourceList({ sources }: { sources: readonly ShownSource[] }) {
  const say = useText(texts);
  const format = useFormat();
  if (sources.length === 0) return <span className={classes.quiet}>{say('no-source')}</span>;
  return (
    <ul className={classes.list}>
      {sources.map(source => (
        <li key={source.clientId}>
          {source.name}
          <State state={source.state} />
          <span className={classes.quiet}>
            {source.lastReceived ? say('last', { ago: format.ago(source.lastReceived) }) : say('last.never')}
          </span>
        </li>
      ))}
    </ul>
  );
}
