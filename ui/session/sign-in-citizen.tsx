import { useText } from '@continuum/ui-language';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { DemonstrationPanel } from './demonstration-panel.tsx';
import { SignInFailure } from './failure-text.tsx';
import { useDemonstrationIdentities } from './identities.ts';
import { signInCitizen } from './session.ts';
import { useSessionControl } from './session-provider.tsx';
import classes from './sign-in-page.module.css';
import { texts } from './texts.ts';
import { useAttempt } from './use-attempt.ts';

/** A citizen signs in: user name and password, both of which may be pasted. */
export function SignInCitizen() {
  const say = useText(texts);
  const { enter } = useSessionControl();
  const identities = useDemonstrationIdentities();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const { attempt, busy, error } = useAttempt();
  const open = (name: string, secret: string) =>
    attempt(async () => enter(await signInCitizen(name, secret)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open(userName.trim(), password);
  };
  return (
    <>
      <form className={classes.card} onSubmit={submit}>
        <TextInput
          label={say('userName')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={userName}
          onChange={event => setUserName(event.currentTarget.value)}
        />
        <PasswordInput
          label={say('password')}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={event => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': say('password.show') }}
        />
        <SignInFailure error={error} kind="citizen" />
        <Button type="submit" loading={busy}>
          {say('signIn')}
        </Button>
      </form>
      <DemonstrationPanel
        identities={identities.filter(identity => identity.password !== undefined)}
        onChoose={identity => open(identity.userName, identity.password ?? '')}
      />
    </>
  );
}
