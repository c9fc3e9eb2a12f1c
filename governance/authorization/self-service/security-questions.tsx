import { putJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ConfirmDialog, Panel, useNotice } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { KeyRefused, type OwnKey, proveKey } from '@continuum/ui-session';
import { Alert, Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api, type ShownMine } from '../shown.browser.ts';
import { AnswersForm, type TypedAnswer } from './answers-form.tsx';
import { texts } from './texts.ts';

const firstOf = ({ questions, securityQuestions }: ShownMine): TypedAnswer[] =>
  (securityQuestions?.questions ?? Object.keys(questions.questions).slice(0, 3)).map(question => ({
    ...{ question, answer: '' },
  }));

/** One’s security questions: chosen and changed with one’s key, which signs once more. */
export function SecurityQuestions({ mine }: { mine: ShownMine }) {
  const say = useText(texts);
  const format = useFormat();
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [answers, setAnswers] = useState(() => firstOf(mine));
  const [pin, setPin] = useState('');
  const { data: keys } = useJson<(OwnKey & { current: boolean })[]>(
    opened ? '/api/credential/keys' : undefined,
  );
  const key = keys?.find(({ current }) => current);
  const act = useAct(
    async () => putJson(`${api}/security-questions`, { answers, ...(await proveKey(key!, pin.trim())) }),
    [api],
  );
  const close = () => {
    act.reset();
    setPin('');
    setAnswers(firstOf(mine));
    setOpened(false);
  };
  const save = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        close();
        tell(say('done'));
      },
    });
  const { securityQuestions: chosen } = mine;
  return (
    <Panel
      title={say('questions.title')}
      description={chosen ? say('questions.set', { date: format.date(chosen.setAt) }) : say('questions.none')}
    >
      <Button variant="light" onClick={() => setOpened(true)}>
        {say(chosen ? 'questions.change' : 'questions.choose')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('questions.title')}
        confirm={say('questions.save')}
        busy={act.isPending || !key}
        error={act.error instanceof KeyRefused ? undefined : act.error}
        onConfirm={save}
        onCancel={close}
      >
        <Stack gap="md">
          <AnswersForm
            choosing
            questions={mine.questions.questions}
            answers={answers}
            onChange={setAnswers}
          />
          {key?.kind === 'software' && (
            <PasswordInput
              label={say('questions.pin')}
              autoComplete="current-password"
              inputMode="numeric"
              required
              value={pin}
              onChange={event => setPin(event.currentTarget.value)}
            />
          )}
          {key?.kind === 'fido2' && <Text>{say('questions.key')}</Text>}
          {act.error instanceof KeyRefused && (
            <Alert role="alert" color="red" variant="light">
              {say('questions.refused')}
            </Alert>
          )}
        </Stack>
      </ConfirmDialog>
    </Panel>
  );
}
