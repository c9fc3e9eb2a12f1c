import { useText } from '@continuum/ui-language';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { type Authenticator, demonstrationKey, securityKey } from './authenticator.ts';
import { DemonstrationPanel } from './demonstration-panel.tsx';
import { EnrolKey } from './enrol-key.tsx';
import { SignInFailure } from './failure-text.tsx';
import { useDemonstrationIdentities } from './identities.ts';
import { type Session, signInClinician } from './session.ts';
import { useSessionControl } from './session-provider.tsx';
import classes from './sign-in-page.module.css';
import { texts } from './texts.ts';
import { useAttempt } from './use-attempt.ts';

/** The whole ceremony: challenge, the key's signature, the session. */
const ceremony = (key: Authenticator, userName: string, pin: string): Promise<Session> =>
  signInClinician(userName, ({ challenge, credentialIds }) =>
    key.assert({ userName, challenge, credentialIds, pin }),
  );

interface SignInClinicianProps {
  /** Which demonstration identities to offer. */
  profiles: readonly string[];
}

/** A clinician or a member of staff signs in: user name, then their key and its PIN. */
export function SignInClinician({ profiles }: SignInClinicianProps) {
  const say = useText(texts);
  const { enter } = useSessionControl();
  const identities = useDemonstrationIdentities();
  // Elsewhere than in the demonstration there is no key whose PIN a page may ask for.
  const demonstration = identities.length > 0;
  const usual = demonstration ? demonstrationKey : securityKey;
  const [userName, setUserName] = useState('');
  const [pin, setPin] = useState('');
  const [step, setStep] = useState<'name' | 'key'>('name');
  const { attempt, busy, error, clear } = useAttempt();
  const open = (name: string, secret: string, key: Authenticator = usual) =>
    attempt(async () => enter(await ceremony(key, name, secret)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step === 'key') return void open(userName.trim(), pin.trim());
    clear();
    setStep('key');
  };
  return (
    <>
      <form className={classes.card} onSubmit={submit}>
        <TextInput
          label={say('userName')}
          description={step === 'name' ? say('userName.help') : undefined}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          readOnly={step === 'key'}
          value={userName}
          onChange={event => setUserName(event.currentTarget.value)}
        />
        {step === 'key' && (
          <>
            <p className={classes.key}>
              <span>
                <IconKey size={26} stroke={1.6} aria-hidden />
              </span>
              <span>{say(demonstration ? 'key.text' : 'key.text.fido2', { userName })}</span>
            </p>
            {usual.asksPinHere && (
              <PasswordInput
                label={say('pin')}
                description={say('pin.help')}
                name="pin"
                autoComplete="current-password"
                inputMode="numeric"
                required
                autoFocus
                value={pin}
                onChange={event => setPin(event.currentTarget.value)}
                visibilityToggleButtonProps={{ 'aria-label': say('password.show') }}
              />
            )}
          </>
        )}
        <SignInFailure error={error} kind="clinician" />
        <Button type="submit" loading={busy}>
          {say(step === 'name' ? 'continue' : 'signIn')}
        </Button>
        {step === 'key' && (
          <>
            {demonstration && (
              <Button
                variant="default"
                disabled={busy}
                onClick={() => void open(userName.trim(), '', securityKey)}
              >
                {say('key.use')}
              </Button>
            )}
            <Button variant="subtle" onClick={() => setStep('name')}>
              {say('back')}
            </Button>
          </>
        )}
      </form>
      <EnrolKey />
      <DemonstrationPanel
        identities={identities.filter(({ pin, role }) => pin !== undefined && profiles.includes(role))}
        onChoose={identity => open(identity.userName, identity.pin ?? '')}
      />
    </>
  );
}
