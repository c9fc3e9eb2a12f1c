import { NetworkFailure, ServerFailure } from '@continuum/ui-fhir-client';
import { ErrorState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core';
import { IconAlertTriangle, IconKey } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { KeyRefused } from './authenticator.ts';
import classes from './sign-act.module.css';
import { ActChanged, asksPinHere, type Statement } from './sign-prepared.ts';
import { texts } from './texts.ts';
import { useAttempt } from './use-attempt.ts';

type Key = (typeof texts)['keys'][number];

const statuses: Record<number, Key> = { 403: 'sign.refused', 409: 'sign.late', 429: 'sign.wait' };

function sentenceOf(error: unknown): Key | undefined {
  if (error instanceof ActChanged) return 'sign.changed';
  if (error instanceof KeyRefused) return 'sign.key';
  if (error instanceof NetworkFailure) return 'failed.network';
  return error instanceof ServerFailure ? statuses[error.status] : undefined;
}

/** Only a key that did not sign, or a server that did not answer, may be asked again: the rest begins anew. */
const isOver = (error: unknown): boolean =>
  error instanceof ActChanged || (error instanceof ServerFailure && error.status !== 429);

function Failure({ error }: { error: unknown }) {
  const say = useText(texts);
  if (!error) return null;
  const known = sentenceOf(error);
  if (!known) return <ErrorState error={error} />;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
      {say(known)}
    </Alert>
  );
}

const indented = (statement: string): string => JSON.stringify(JSON.parse(statement), null, 2);

interface SignStatementProps {
  prepared: Statement;
  /** What is signed, whole, out of the statement; undefined when it holds anything that is not shown: it is then not signed. */
  shown: ReactNode | undefined;
  /** Signs, and hands it in. @throws ActChanged, KeyRefused, ServerFailure, NetworkFailure */
  sign: (pin: string) => Promise<void>;
  onBack: () => void;
}

/** What is signed, word for word, then the person's key. */
export function SignStatement({ prepared, shown, sign, onBack }: SignStatementProps) {
  const say = useText(texts);
  const [pin, setPin] = useState('');
  const { attempt, busy, error } = useAttempt();
  if (!shown)
    return (
      <Stack gap="md">
        <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {say('sign.unshown')}
        </Alert>
        <Group justify="flex-end">
          <Button onClick={onBack}>{say('sign.again')}</Button>
        </Group>
      </Stack>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => sign(pin.trim()));
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <div className={classes.act}>{shown}</div>
      <details className={classes.exact}>
        <summary>{say('sign.exact')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard (WCAG 2.1.1) */}
        <pre tabIndex={0}>{indented(prepared.statement)}</pre>
      </details>
      {asksPinHere(prepared) ? (
        <PasswordInput
          label={say('sign.pin')}
          name="sign-pin"
          autoComplete="off"
          inputMode="numeric"
          required
          autoFocus
          value={pin}
          onChange={event => setPin(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': say('password.show') }}
        />
      ) : (
        <p className={classes.key}>
          <IconKey size={22} stroke={1.6} aria-hidden /> {say('sign.with-key')}
        </p>
      )}
      <Failure error={error} />
      <Group justify="flex-end">
        <Button variant="default" disabled={busy} onClick={onBack}>
          {say(isOver(error) ? 'sign.again' : 'sign.back')}
        </Button>
        {!isOver(error) && (
          <Button type="submit" loading={busy} leftSection={<IconKey size={18} aria-hidden />}>
            {say('sign.do')}
          </Button>
        )}
      </Group>
    </form>
  );
}
