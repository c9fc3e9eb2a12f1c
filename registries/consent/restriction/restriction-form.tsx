import { useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, Panel, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { HowLong, wrongEnd } from '../choice/how-long.tsx';
import { choiceTexts } from '../choice/texts.ts';
import { type Desk, pathOf, registerAt } from '../desk.browser.ts';
import classes from '../refusal-form.module.css';
import shown from '../refusal-preview.module.css';
import { type Draft, missingIn, toDraft, toTerms } from './draft.browser.ts';
import { RestrictionPreview } from './restriction-preview.tsx';
import type { RestrictionView } from './restriction-view.ts';
import { texts } from './texts.ts';
import { WhatFields } from './what-fields.tsx';
import { WhoFields } from './who-fields.tsx';

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

interface RestrictionFormProps {
  current?: RestrictionView | undefined;
  desk: Desk;
  /** Whether the one who chooses is the person. */
  own: boolean;
  onDone: () => void;
}

/** Writes or changes a restriction: whom, what, for how long, what each will see, and a confirmation. */
export function RestrictionForm({ current, desk, own, onDone }: RestrictionFormProps) {
  const say = useText(texts);
  const sayOfAny = useText(choiceTexts);
  const path = pathOf(desk, 'restriction');
  const notice = useNotice();
  const [draft, setDraft] = useState(() => toDraft(current));
  const [tried, setTried] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const terms = toTerms(draft);
  const missing = missingIn(terms);
  const isWhole = !missing.who && !missing.what && wrongEnd(draft) === undefined;
  const register = useAct(() => registerAt(desk, 'restriction', terms, current?.id), [path]);
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
  const wrong = (is: boolean, key: 'wrong.who' | 'wrong.what') => (tried && is ? say(key) : undefined);
  return (
    <Panel title={say(current ? 'form.change' : 'form.new')}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <div className={classes.questions}>
          <WhoFields draft={draft} set={set} error={wrong(missing.who, 'wrong.who')} />
          <WhatFields draft={draft} set={set} desk={desk} error={wrong(missing.what, 'wrong.what')} />
          <HowLong
            {...{ length: draft.length, end: draft.end, set, own }}
            label={say('form.until.date')}
            wrong={tried ? wrongEnd(draft) : undefined}
          />
        </div>
        <div className={classes.meaning}>
          <RestrictionPreview path={path} terms={terms} isWhole={isWhole} />
          <Warning />
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
