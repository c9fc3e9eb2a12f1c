import { DateText } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button, CopyButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './invitation.module.css';
import { texts } from './texts.ts';

/** What an invitation answers, once. */
export interface MadeCode {
  code: string;
  expires: string;
}

/** A code to be read aloud: group by group on the screen, letter by letter to a screen reader. */
export function EnrolmentCode({ made }: { made: MadeCode }) {
  const say = useText(texts);
  return (
    <div className={classes.made}>
      <p className={classes.code}>
        <span className="kit-hidden">{made.code.split('').join(' ')}</span>
        {made.code.split('-').map(group => (
          <span key={group} aria-hidden>
            {group}
          </span>
        ))}
      </p>
      <div className={classes.line}>
        <span>
          {say('code.expires')} <DateText value={made.expires} time />
        </span>
        <CopyButton value={made.code} timeout={4000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              onClick={copy}
            >
              <span aria-live="polite">{say(copied ? 'copied' : 'copy')}</span>
            </Button>
          )}
        </CopyButton>
      </div>
      <Alert color="ambre" variant="light" icon={<IconAlertTriangle aria-hidden />}>
        <p className={classes.text}>{say('code.once')}</p>
        <p className={classes.text}>{say('code.power')}</p>
      </Alert>
      <p className={classes.text}>{say('code.where')}</p>
    </div>
  );
}
