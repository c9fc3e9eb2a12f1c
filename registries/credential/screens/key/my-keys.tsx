import { useJson } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Badge, Button } from '@mantine/core';
import { IconAlertTriangle, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { ActButtons } from '../act/act-buttons.tsx';
import { KeyActDialog, type PendingAct } from '../act/key-act-dialog.tsx';
import classes from './key.module.css';
import { KeyBadge, useEnding } from './key-badge.tsx';
import { KeyFacts } from './key-facts.tsx';
import { KeyHistory } from './key-history.tsx';
import { isOver, type ShownKey, shownState } from './shown-key.browser.ts';
import { texts } from './texts.ts';

/** Its certificate ends soon: said at 90, 30 and 7 days. */
export function EndingAlert({ shown }: { shown: ShownKey }) {
  const say = useText(texts);
  const { warning, days } = useEnding(shown);
  if (!warning) return null;
  return (
    <Alert
      color={warning === 90 ? 'ambre' : 'red'}
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      role={warning === 7 ? 'alert' : 'status'}
    >
      {say(`ending.${warning}`, { days })}
    </Alert>
  );
}

function MyKey({ shown, onAct }: { shown: ShownKey; onAct: (pending: PendingAct) => void }) {
  const say = useText(texts);
  const [told, setTold] = useState(false);
  return (
    <Panel
      oneOfMany
      title={say(`kind.${shown.kind}`)}
      action={
        <span className={classes.badges}>
          <KeyBadge shown={shown} />
          {shown.current && (
            <Badge variant="outline" tt="none" size="lg">
              {say('current')}
            </Badge>
          )}
        </span>
      }
    >
      <div className={classes.key}>
        <p className={classes.state}>{say(`own.${shownState(shown)}`)}</p>
        <EndingAlert shown={shown} />
        <KeyFacts shown={shown} />
        <ActButtons shown={shown} audience="own" onAct={act => onAct({ key: shown, act })} />
        <div>
          <Button variant="subtle" size="compact-md" aria-expanded={told} onClick={() => setTold(!told)}>
            {say(told ? 'history.hide' : 'history')}
          </Button>
        </div>
        {told && <KeyHistory id={shown.id} />}
      </div>
    </Panel>
  );
}

function Blocked() {
  const say = useText(texts);
  return (
    <Panel title={say('help.title')} tone="quiet">
      <div className={classes.key}>
        <p className={classes.text}>{say('help.text')}</p>
        <p className={classes.text}>{say('help.two')}</p>
      </div>
    </Panel>
  );
}

/** One's keys: their state, the end of their certificates, and what one may say of them. */
export function MyKeys() {
  const say = useText(texts);
  const { data: keys, error, refetch } = useJson<ShownKey[]>('/api/credential/keys');
  const [pending, setPending] = useState<PendingAct>();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!keys) return <Loading rows={6} />;
  const close = () => setPending(undefined);
  const list = (shown: readonly ShownKey[]) =>
    shown.map(key => <MyKey key={key.id} shown={key} onAct={setPending} />);
  const past = keys.filter(isOver);
  return (
    <div className={classes.keys}>
      {keys.length === 0 && (
        <EmptyState title={say('mine.none')} icon={<IconKey size={30} stroke={1.5} aria-hidden />} />
      )}
      {list(keys.filter(key => !isOver(key)))}
      <Blocked />
      {past.length > 0 && <h2 className={classes.subtitle}>{say('mine.past')}</h2>}
      {list(past)}
      <KeyActDialog pending={pending} audience="own" onCancel={close} onDone={close} />
    </div>
  );
}
