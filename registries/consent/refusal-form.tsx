import { useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DateField, isDay, Panel, useNotice } from '@continuum/ui-kit';
import { formatDate, useText } from '@continuum/ui-language';
import { Button, Group, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { HowLong, type Length, toEnd, toLength, wrongEnd } from './choice/how-long.tsx';
import { choiceTexts } from './choice/texts.ts';
import { type Desk, pathOf, registerAt } from './desk.browser.ts';
import classes from './refusal-form.module.css';
import { RefusalPreview, RefusalWarning } from './refusal-preview.tsx';
import type { RefusalTerms, RefusalView } from './refusal-view.ts';
import { texts } from './texts.ts';
import { toValues, type Whose } from './whose.ts';

interface Choice extends Length {
  scope: 'all' | 'before';
  before: string;
}

const toChoice = (current: RefusalView | undefined): Choice => ({
  scope: current?.before ? 'before' : 'all',
  before: current?.before ?? '',
  ...toLength(current?.end),
});

const toTerms = ({ scope, before, ...length }: Choice): RefusalTerms => ({
  ...(scope === 'before' && { before }),
  ...toEnd(length),
});

type Wrong = 'form.invalid' | 'form.future' | undefined;

function wrongBefore({ before }: RefusalTerms): Wrong {
  if (before === undefined) return undefined;
  if (!isDay(before)) return 'form.invalid';
  return before > formatDate(new Date()) ? 'form.future' : undefined;
}

interface QuestionProps {
  choice: Choice;
  set: (change: Partial<Choice>) => void;
  wrong?: Wrong;
  whose: Whose;
}

function What({ choice, set, wrong, whose }: QuestionProps) {
  const say = useText(texts);
  return (
    <Radio.Group
      label={say('form.what')}
      value={choice.scope}
      onChange={scope => set({ scope: scope as Choice['scope'] })}
      classNames={{ label: classes.question }}
    >
      <Stack gap="sm" mt="xs">
        <Radio.Card value="all" className={classes.option}>
          <Radio.Indicator size="md" />
          <span>
            {say('form.all', toValues(whose))}
            <span className={classes.help}>{say('form.all.help')}</span>
          </span>
        </Radio.Card>
        <Radio.Card value="before" className={classes.option}>
          <Radio.Indicator size="md" />
          <span>
            {say('form.before')}
            <span className={classes.help}>{say('form.before.help')}</span>
          </span>
        </Radio.Card>
        {choice.scope === 'before' && (
          <div className={classes.date}>
            <DateField
              label={say('form.before.date')}
              value={choice.before}
              onChange={before => set({ before })}
              max={formatDate(new Date())}
              error={wrong && say(wrong)}
              required
            />
          </div>
        )}
      </Stack>
    </Radio.Group>
  );
}

interface RefusalFormProps {
  current?: RefusalView | undefined;
  desk: Desk;
  whose: Whose;
  onDone: () => void;
}

/** Sets or changes a refusal: what, for how long, what it means, and a confirmation. */
export function RefusalForm({ current, desk, whose, onDone }: RefusalFormProps) {
  const say = useText(texts);
  const sayOfAny = useText(choiceTexts);
  const notice = useNotice();
  const [choice, setChoice] = useState(() => toChoice(current));
  const [wrong, setWrong] = useState<{ before?: Wrong; end?: ReturnType<typeof wrongEnd> }>({});
  const [confirming, setConfirming] = useState(false);
  const terms = toTerms(choice);
  const register = useAct(() => registerAt(desk, 'refusal', terms, current?.id), [pathOf(desk, 'refusal')]);
  const set = (change: Partial<Choice>) => setChoice(before => ({ ...before, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const days = { before: wrongBefore(terms), end: wrongEnd(choice) };
    setWrong(days);
    setConfirming(!days.before && !days.end);
  };
  const confirm = () =>
    register.mutate(undefined, {
      onSuccess: () => {
        notice(say(current ? 'done.changed' : 'done.set'));
        onDone();
      },
    });
  return (
    <Panel title={say(current ? 'form.change' : 'form.new')}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <div className={classes.questions}>
          <What choice={choice} set={set} wrong={wrong.before} whose={whose} />
          <HowLong
            {...{ length: choice.length, end: choice.end, set }}
            label={say('form.until.date')}
            own={whose.own}
            wrong={wrong.end}
          />
        </div>
        <div className={classes.meaning}>
          <RefusalPreview terms={terms} whose={whose} />
          <RefusalWarning />
        </div>
        <Group justify="flex-end" className={classes.submit}>
          <Button variant="default" onClick={onDone}>
            {sayOfAny('back')}
          </Button>
          <Button type="submit">{sayOfAny('continue')}</Button>
        </Group>
      </form>
      <ConfirmDialog
        opened={confirming}
        title={say('confirm.title')}
        confirm={say(current ? 'confirm.change' : 'confirm.submit')}
        busy={register.isPending}
        error={register.error}
        onConfirm={confirm}
        onCancel={() => setConfirming(false)}
      >
        <RefusalPreview terms={terms} whose={whose} />
        <strong>{say('confirm.at-once')}</strong>
      </ConfirmDialog>
    </Panel>
  );
}
