import { postJson, putJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DateField, isDay, Panel, useNotice } from '@continuum/ui-kit';
import { formatDate, useText } from '@continuum/ui-language';
import { Button, Group, Radio, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import classes from '../refusal-form.module.css';
import shown from '../refusal-preview.module.css';
import { type Draft, missingIn, toDraft, toTerms } from './draft.browser.ts';
import { RestrictionPreview } from './restriction-preview.tsx';
import type { RestrictionAnswer, RestrictionView } from './restriction-view.ts';
import { texts } from './texts.ts';
import { WhatFields } from './what-fields.tsx';
import { WhoFields } from './who-fields.tsx';

interface FieldsProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  error?: string | undefined;
}

function HowLong({ draft, set, error }: FieldsProps) {
  const say = useText(texts);
  return (
    <Radio.Group
      label={say('form.howLong')}
      value={draft.length}
      onChange={length => set({ length: length as Draft['length'] })}
      classNames={{ label: classes.question }}
    >
      <Stack gap="sm" mt="xs">
        {(['always', 'until'] as const).map(length => (
          <Radio.Card key={length} value={length} className={classes.option}>
            <Radio.Indicator size="md" />
            {say(`form.${length}`)}
          </Radio.Card>
        ))}
        {draft.length === 'until' && (
          <div className={classes.date}>
            <DateField
              label={say('form.until.date')}
              value={draft.end}
              onChange={end => set({ end })}
              min={formatDate(new Date())}
              error={error}
              required
            />
          </div>
        )}
      </Stack>
    </Radio.Group>
  );
}

function Warning() {
  const say = useText(texts);
  return (
    <section className={shown.warning} aria-label={say('warning.title')}>
      <h3 className={shown.title}>
        <IconAlertTriangle size={20} aria-hidden /> {say('warning.title')}
      </h3>
      <ul>
        {(['override', 'collected', 'systems', 'changeable'] as const).map(one => (
          <li key={one}>{say(`warning.${one}`)}</li>
        ))}
      </ul>
    </section>
  );
}

const isWrongEnd = ({ length, end }: Draft): boolean =>
  length === 'until' && (!isDay(end) || end < formatDate(new Date()));

interface RestrictionFormProps {
  current?: RestrictionView | undefined;
  path: string;
  onDone: () => void;
}

/** Writes or changes a restriction: whom, what, for how long, what each will see, and a confirmation. */
export function RestrictionForm({ current, path, onDone }: RestrictionFormProps) {
  const say = useText(texts);
  const notice = useNotice();
  const [draft, setDraft] = useState(() => toDraft(current));
  const [tried, setTried] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const terms = toTerms(draft);
  const missing = missingIn(terms);
  const isWhole = !missing.who && !missing.what && !isWrongEnd(draft);
  const register = useAct(
    () =>
      current
        ? putJson<RestrictionAnswer>(`${path}/${current.id}`, terms)
        : postJson<RestrictionAnswer>(path, terms),
    [path],
  );
  const set = (change: Partial<Draft>) => setDraft(before => ({ ...before, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setConfirming(isWhole);
  };
  const confirm = () =>
    register.mutate(undefined, {
      onSuccess: () => {
        notice(say('done.set'));
        onDone();
      },
    });
  const wrong = (is: boolean, key: 'wrong.who' | 'wrong.what' | 'wrong.end') =>
    tried && is ? say(key) : undefined;
  return (
    <Panel title={say(current ? 'form.change' : 'form.new')}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <div className={classes.questions}>
          <WhoFields draft={draft} set={set} error={wrong(missing.who, 'wrong.who')} />
          <WhatFields draft={draft} set={set} path={path} error={wrong(missing.what, 'wrong.what')} />
          <HowLong draft={draft} set={set} error={wrong(isWrongEnd(draft), 'wrong.end')} />
        </div>
        <div className={classes.meaning}>
          <RestrictionPreview path={path} terms={terms} isWhole={isWhole} />
          <Warning />
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
        confirm={say('confirm.submit')}
        busy={register.isPending}
        error={register.error}
        onConfirm={confirm}
        onCancel={() => setConfirming(false)}
      >
        <RestrictionPreview path={path} terms={terms} isWhole={isWhole} />
        <strong>{say('confirm.at-once')}</strong>
      </ConfirmDialog>
    </Panel>
  );
}
