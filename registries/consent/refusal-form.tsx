import { postJson, putJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DateField, isDay, Panel, useNotice } from '@continuum/ui-kit';
import { formatDate, useText } from '@continuum/ui-language';
import { Button, Group, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from './refusal-form.module.css';
import { RefusalPreview, RefusalWarning } from './refusal-preview.tsx';
import type { RefusalAnswer, RefusalTerms, RefusalView } from './refusal-view.ts';
import { texts } from './texts.ts';
import { toValues, type Whose } from './whose.ts';

interface Choice {
  scope: 'all' | 'before';
  before: string;
  length: 'always' | 'until';
  end: string;
}

const toChoice = (current: RefusalView | undefined): Choice => ({
  scope: current?.before ? 'before' : 'all',
  before: current?.before ?? '',
  length: current?.end ? 'until' : 'always',
  end: current?.end ?? '',
});

const toTerms = ({ scope, before, length, end }: Choice): RefusalTerms => ({
  ...(scope === 'before' && { before }),
  ...(length === 'until' && { end }),
});

type Wrong = 'form.invalid' | 'form.future' | 'form.past' | undefined;

function wrongDays({ before, end }: RefusalTerms): { before?: Wrong; end?: Wrong } {
  const today = formatDate(new Date());
  const invalid = (day: string | undefined): Wrong =>
    day !== undefined && !isDay(day) ? 'form.invalid' : undefined;
  return {
    before: invalid(before) ?? (before && before > today ? 'form.future' : undefined),
    end: invalid(end) ?? (end !== undefined && end < today ? 'form.past' : undefined),
  };
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

function HowLong({ choice, set, wrong }: Omit<QuestionProps, 'whose'>) {
  const say = useText(texts);
  return (
    <Radio.Group
      label={say('form.howLong')}
      value={choice.length}
      onChange={length => set({ length: length as Choice['length'] })}
      classNames={{ label: classes.question }}
    >
      <Stack gap="sm" mt="xs">
        <Radio.Card value="always" className={classes.option}>
          <Radio.Indicator size="md" />
          {say('form.always')}
        </Radio.Card>
        <Radio.Card value="until" className={classes.option}>
          <Radio.Indicator size="md" />
          {say('form.until')}
        </Radio.Card>
        {choice.length === 'until' && (
          <div className={classes.date}>
            <DateField
              label={say('form.until.date')}
              value={choice.end}
              onChange={end => set({ end })}
              min={formatDate(new Date())}
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
  current?: RefusalView;
  path: string;
  whose: Whose;
  onDone: () => void;
}

/** Sets or changes a refusal: what, for how long, what it means, and a confirmation. */
export function RefusalForm({ current, path, whose, onDone }: RefusalFormProps) {
  const say = useText(texts);
  const notice = useNotice();
  const [choice, setChoice] = useState(() => toChoice(current));
  const [wrong, setWrong] = useState<{ before?: Wrong; end?: Wrong }>({});
  const [confirming, setConfirming] = useState(false);
  const terms = toTerms(choice);
  const register = useAct(
    () =>
      current ? putJson<RefusalAnswer>(`${path}/${current.id}`, terms) : postJson<RefusalAnswer>(path, terms),
    [path],
  );
  const set = (change: Partial<Choice>) => setChoice(before => ({ ...before, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const days = wrongDays(terms);
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
          <HowLong choice={choice} set={set} wrong={wrong.end} />
        </div>
        <div className={classes.meaning}>
          <RefusalPreview terms={terms} whose={whose} />
          <RefusalWarning />
        </div>
        <Group justify="flex-end" className={classes.submit}>
          <Button variant="default" onClick={onDone}>
            {say('form.back')}
          </Button>
          <Button type="submit">{say('form.submit')}</Button>
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
