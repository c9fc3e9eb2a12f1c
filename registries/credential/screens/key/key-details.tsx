import { Dialog } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { ActButtons } from '../act/act-buttons.tsx';
import classes from './key.module.css';
import { KeyBadge } from './key-badge.tsx';
import { KeyFacts } from './key-facts.tsx';
import { KeyHistory } from './key-history.tsx';
import { EndingAlert } from './my-keys.tsx';
import { type KeyAct, missingAct, type ShownKey } from './shown-key.browser.ts';
import { texts } from './texts.ts';

interface KeyDetailsProps {
  shown: ShownKey;
  /** What the offices of whoever looks do. */
  may: ReadonlySet<string>;
  onAct: (act: KeyAct) => void;
  /** Invites its holder to enrol another one in its place. */
  onReplace: () => void;
  onClose: () => void;
}

/** A key as those who manage access see it: its facts, what may be said of it, why a button is missing, its history. */
export function KeyDetails({ shown, may, onAct, onReplace, onClose }: KeyDetailsProps) {
  const say = useText(texts);
  const missing = missingAct(shown, may);
  const replaceable = may.has('invite') && (shown.state === 'active' || shown.state === 'suspended');
  return (
    <Dialog opened title={say('details.title', { name: shown.name })} onClose={onClose} size="760px">
      <div className={classes.details}>
        <div className={classes.badges}>
          <KeyBadge shown={shown} />
          <span>{say(`kind.${shown.kind}`)}</span>
        </div>
        <EndingAlert shown={shown} />
        {missing && (
          <Alert color="ambre" variant="light" icon={<IconUsers aria-hidden />}>
            {say(`barred.${missing}`)}
          </Alert>
        )}
        <KeyFacts shown={shown} />
        <ActButtons shown={shown} audience="staff" may={may} onAct={onAct} />
        {replaceable && (
          <div>
            <Button variant="subtle" size="compact-md" onClick={onReplace}>
              {say('replace')}
            </Button>
          </div>
        )}
        <div>
          <h3 className={classes.subtitle}>{say('history')}</h3>
          <KeyHistory id={shown.id} />
        </div>
      </div>
    </Dialog>
  );
}
