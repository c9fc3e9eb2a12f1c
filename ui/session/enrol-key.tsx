import { postJson } from '@continuum/ui-fhir-client';
import { useText } from '@continuum/ui-language';
import { Alert, Button, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import classes from './sign-in-page.module.css';
import { texts } from './texts.ts';
import { useAttempt } from './use-attempt.ts';

/** Both steps (WebAuthn level 3, §7.1): what the server asks, what the key answers. */
async function enrol(code: string): Promise<void> {
  const anonymous = { anonymous: true };
  const options = await postJson<PublicKeyCredentialCreationOptionsJSON>(
    '/api/credential/enrolments/begin',
    { code },
    anonymous,
  );
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const answer = { code, response: credential.toJSON() };
  await postJson('/api/credential/enrolments/finish', answer, anonymous);
}

/** Whoever was given a code by those who manage access enrols their key, before they can sign in. */
export function EnrolKey() {
  const say = useText(texts);
  const [step, setStep] = useState<'closed' | 'code' | 'done'>('closed');
  const [code, setCode] = useState('');
  const { attempt, busy, error } = useAttempt();
  if (step === 'closed')
    return (
      <Button variant="subtle" onClick={() => setStep('code')}>
        {say('enrol.open')}
      </Button>
    );
  if (step === 'done')
    return (
      <Alert role="status" color="green" variant="light" icon={<IconCircleCheck aria-hidden />}>
        {say('enrol.done')}
      </Alert>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => enrol(code.trim()).then(() => setStep('done')));
  };
  return (
    <form className={classes.card} onSubmit={submit} aria-label={say('enrol.title')}>
      <h2 className={classes.subtitle}>{say('enrol.title')}</h2>
      <p className={classes.text}>{say('enrol.text')}</p>
      <TextInput
        label={say('enrol.code')}
        name="enrolment-code"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        autoFocus
        value={code}
        onChange={event => setCode(event.currentTarget.value)}
      />
      {!!error && (
        <Alert role="alert" color="red" variant="light">
          {say('enrol.failed')}
        </Alert>
      )}
      <Button type="submit" loading={busy}>
        {say('enrol.do')}
      </Button>
      <Button variant="subtle" disabled={busy} onClick={() => setStep('closed')}>
        {say('enrol.leave')}
      </Button>
    </form>
  );
}
