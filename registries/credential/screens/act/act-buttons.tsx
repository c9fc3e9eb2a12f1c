import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { warningBefore } from '../key/ending.browser.ts';
import { type Audience, actsOn, type KeyAct, type ShownKey } from '../key/shown-key.browser.ts';
import classes from './act.module.css';
import { texts } from './texts.ts';

interface ActButtonsProps {
  shown: ShownKey;
  audience: Audience;
  /** What the offices of whoever looks do; of one's own keys, nothing more is asked. */
  may?: ReadonlySet<string>;
  onAct: (act: KeyAct) => void;
}

const noOffice: ReadonlySet<string> = new Set();
const grave: ReadonlySet<KeyAct> = new Set<KeyAct>(['revoke', 'lost', 'blocked']);

/** What is to be done: what waits for it, or an end that comes near. */
const isDue = (act: KeyAct, ending: boolean): boolean =>
  act === 'activate' || act === 'restore' || (act === 'renew' && ending);

/** The acts that the state of a key allows, the one that goes forward first. */
export function ActButtons({ shown, audience, may = noOffice, onAct }: ActButtonsProps) {
  const say = useText(texts);
  const ending = warningBefore(shown.expires, new Date()) !== undefined;
  return (
    <div className={classes.buttons}>
      {actsOn(shown, audience, may).map(act => (
        <Button
          key={act}
          variant={isDue(act, ending) ? 'filled' : 'default'}
          c={grave.has(act) ? 'red.8' : undefined}
          onClick={() => onAct(act)}
        >
          {say(act)}
        </Button>
      ))}
    </div>
  );
}
