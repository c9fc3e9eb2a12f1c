import { postJson, ServerFailure, useAct } from '@continuum/ui-fhir-client';
import { ErrorState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { securityQuestions } from '../rules/security-questions.data.ts';
import { api } from '../shown.browser.ts';
import { AnswersForm, type TypedAnswer } from './answers-form.tsx';
import { texts } from './texts.ts';

const anonymous = { anonymous: true };
/** In the address of a link that leads here. */
const page = 'deblocage';

function Failure({ error }: { error: unknown }) {
  const say = useText(texts);
  if (error instanceof ServerFailure && error.status === 429)
    return (
      <Alert role="alert" color="red" variant="light">
        {say('unblock.wait')}
      </Alert>
    );
  return error ? <ErrorState error={error} /> : null;
}

/**
 * Whoever has no key that works asks to be reached, at the door of an application: nobody is signed in.
 * @param children the door itself, in whose place this is while it is asked
 */
export function AskUnblocking({ children }: { children: ReactNode }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(() => new URLSearchParams(location.search).has(page));
  const [userName, setUserName] = useState('');
  const [answers, setAnswers] = useState<TypedAnswer[]>();
  const named = { userName: userName.trim() };
  const begin = useAct(() =>
    postJson<{ questions: string[] }>(`${api}/unblockings/questions`, named, anonymous),
  );
  const send = useAct(() =>
    postJson<{ text: string }>(`${api}/unblockings`, { ...named, answers }, anonymous),
  );
  const ask = ({ questions }: { questions: string[] }) =>
    setAnswers(questions.map(question => ({ question, answer: '' })));
  const leave = () => {
    begin.reset();
    send.reset();
    setAnswers(undefined);
    setOpened(false);
  };
  if (!opened)
    return (
      <>
        {children}
        <Button variant="subtle" onClick={() => setOpened(true)}>
          {say('unblock.open')}
        </Button>
      </>
    );
  if (send.data)
    return (
      <Alert role="status" color="green" variant="light" icon={<IconCircleCheck aria-hidden />}>
        {send.data.text}
      </Alert>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (answers) send.mutate(undefined);
    else begin.mutate(undefined, { onSuccess: ask });
  };
  return (
    <form onSubmit={submit} aria-label={say('unblock.title')}>
      <Stack gap="md">
        <Title order={2} size="h3">
          {say('unblock.title')}
        </Title>
        <Text>{say('unblock.text')}</Text>
        <TextInput
          label={say('unblock.user-name')}
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          readOnly={answers !== undefined}
          value={userName}
          onChange={event => setUserName(event.currentTarget.value)}
        />
        {answers && (
          <AnswersForm questions={securityQuestions.questions} answers={answers} onChange={setAnswers} />
        )}
        <Failure error={begin.error ?? send.error} />
        <Button type="submit" loading={begin.isPending || send.isPending}>
          {say(answers ? 'unblock.send' : 'unblock.continue')}
        </Button>
        <Button variant="subtle" onClick={leave}>
          {say('unblock.leave')}
        </Button>
      </Stack>
    </form>
  );
}
