import { postJson, ServerFailure, useAct } from '@continuum/ui-fhir-client';
import { ErrorState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { EnrolmentCode, type MadeCode } from './enrolment-code.tsx';
import classes from './invitation.module.css';
import { texts } from './texts.ts';

/** Whom to invite: a Practitioner of the register, with a profile. */
export interface Invited {
  /** Id of the Practitioner. */
  id: string;
  name: string;
}

export interface InviteToEnrolProps {
  practitioner: Invited;
  /** The one they have already; typed when there is none. */
  userName?: string;
  /** The key that the new one takes the place of, once it is active. */
  replaces?: string;
  /** The code was made, and is on the screen. */
  onMade?: () => void;
  /** Whoever invited says that the code was given; without it there is no such button. */
  onDone?: () => void;
}

const wellFormed = /^[a-z0-9][a-z0-9-]{0,63}$/;

const mends: Record<number, 'user-name.taken' | 'person.unknown' | 'person.unverified'> = {
  409: 'user-name.taken',
  422: 'person.unverified',
  404: 'person.unknown',
};

function InviteFailure({ error }: { error: unknown }) {
  const say = useText(texts);
  if (!error) return null;
  const mend = error instanceof ServerFailure ? mends[error.status] : undefined;
  if (!mend) return <ErrorState error={error} />;
  return (
    <Alert role="alert" color="red" variant="light">
      {say(mend)}
    </Alert>
  );
}

/** Makes a code with which a person enrols a key, and shows it once. A form, for a page or a window. */
export function InviteToEnrol(props: InviteToEnrolProps) {
  const { practitioner, replaces, onMade, onDone } = props;
  const say = useText(texts);
  const [userName, setUserName] = useState(props.userName ?? '');
  const [asked, setAsked] = useState(false);
  const body = { practitioner: practitioner.id, userName, ...(replaces && { replaces }) };
  const invite = useAct(
    () => postJson<MadeCode>('/api/credential/enrolments', body),
    ['/api/credential/enrolments'],
  );
  if (invite.data)
    return (
      <div className={classes.form}>
        <EnrolmentCode made={invite.data} />
        {onDone && <Button onClick={onDone}>{say('done')}</Button>}
      </div>
    );
  const isWrong = asked && !wellFormed.test(userName);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (wellFormed.test(userName)) invite.mutate(undefined, { onSuccess: () => onMade?.() });
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {replaces && <p className={classes.text}>{say('invite.replaces')}</p>}
      <TextInput
        label={say('user-name')}
        description={say('user-name.help')}
        error={isWrong && say('user-name.wrong')}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
        readOnly={props.userName !== undefined}
        value={userName}
        onChange={event => setUserName(event.currentTarget.value.trim())}
      />
      <InviteFailure error={invite.error} />
      <Button type="submit" loading={invite.isPending}>
        {say('make')}
      </Button>
    </form>
  );
}
