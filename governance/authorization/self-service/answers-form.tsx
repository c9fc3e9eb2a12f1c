import { useLanguage, useText } from '@continuum/ui-language';
import { Select, Stack, Text, TextInput } from '@mantine/core';
import type { ShownQuestions } from '../shown.browser.ts';
import { texts } from './texts.ts';

/** An answer as it is typed. */
export interface TypedAnswer {
  question: string;
  answer: string;
}

interface AnswersFormProps {
  questions: ShownQuestions['questions'];
  answers: readonly TypedAnswer[];
  onChange: (answers: TypedAnswer[]) => void;
  /** The questions are chosen too. */
  choosing?: boolean;
}

/** Questions and answers: chosen by who is signed in, or asked of who has no key that works. */
export function AnswersForm({ questions, answers, onChange, choosing }: AnswersFormProps) {
  const say = useText(texts);
  const language = useLanguage() === 'en' ? 'en' : 'fr';
  const put = (at: number, more: Partial<TypedAnswer>) =>
    onChange(answers.map((answer, index) => (index === at ? { ...answer, ...more } : answer)));
  const textOf = (question: string) => questions[question]?.[language] ?? question;
  const free = (own: string) =>
    Object.keys(questions).filter(id => id === own || !answers.some(({ question }) => question === id));
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {say('questions.help')}
      </Text>
      {answers.map(({ question, answer }, at) => (
        <Stack key={String(at)} gap="xs">
          {choosing && (
            <Select
              label={say('questions.question', { n: at + 1 })}
              allowDeselect={false}
              data={free(question).map(id => ({ value: id, label: textOf(id) }))}
              value={question}
              onChange={chosen => put(at, { question: chosen!, answer: '' })}
            />
          )}
          <TextInput
            label={choosing ? say('questions.answer', { n: at + 1 }) : textOf(question)}
            required
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            value={answer}
            onChange={event => put(at, { answer: event.currentTarget.value })}
          />
        </Stack>
      ))}
    </Stack>
  );
}
