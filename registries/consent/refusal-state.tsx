import { DateText, Facts, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group } from '@mantine/core';
import { IconHandStop, IconLockOpen2 } from '@tabler/icons-react';
import { useState } from 'react';
import { CancelChoice } from './choice/cancel-choice.tsx';
import { choiceTexts } from './choice/texts.ts';
import type { Desk } from './desk.browser.ts';
import { RefusalForm } from './refusal-form.tsx';
import classes from './refusal-state.module.css';
import type { RefusalAnswer, RefusalView } from './refusal-view.ts';
import { texts } from './texts.ts';
import { toValues, type Whose } from './whose.ts';

interface StateProps {
  answer: RefusalAnswer;
  desk: Desk;
  whose: Whose;
}

function CancelRefusal({ refusal, desk, whose }: { refusal: RefusalView; desk: Desk; whose: Whose }) {
  const say = useText(texts);
  const words = {
    open: say('cancel'),
    title: say('cancel.title'),
    text: say('cancel.text', toValues(whose)),
    keep: say('cancel.keep'),
    submit: say('cancel.submit'),
    done: say('done.cancelled'),
  };
  return <CancelChoice desk={desk} kind="refusal" id={refusal.id} words={words} />;
}

function Registered({ refusal }: { refusal: RefusalView }) {
  const say = useText(texts);
  const sayOfAny = useText(choiceTexts);
  const scope = refusal.before ? say('scope.before', { before: refusal.before }) : say('scope.all');
  return (
    <div className={classes.state} data-state={refusal.state}>
      <span className={classes.icon}>
        <IconHandStop size={28} stroke={1.6} aria-hidden />
      </span>
      <div className={classes.body}>
        <h2 className={classes.title}>{say(`state.${refusal.state}`)}</h2>
        {refusal.state === 'ended' && <p>{say('state.ended.text', { end: refusal.end })}</p>}
        <Facts
          items={[
            { label: say('scope'), value: scope },
            { label: sayOfAny('since'), value: <DateText value={refusal.start} /> },
            {
              label: sayOfAny('until.fact'),
              value: refusal.end ? <DateText value={refusal.end} /> : sayOfAny('until.never'),
            },
            { label: sayOfAny('recorded'), value: <DateText value={refusal.recorded} time /> },
          ]}
        />
      </div>
    </div>
  );
}

function NothingRefused({ whose }: { whose: Whose }) {
  const say = useText(texts);
  return (
    <div className={classes.state}>
      <span className={classes.icon}>
        <IconLockOpen2 size={28} stroke={1.6} aria-hidden />
      </span>
      <div className={classes.body}>
        <h2 className={classes.title}>{say('none')}</h2>
        <p>{say('none.text', toValues(whose))}</p>
      </div>
    </div>
  );
}

/** Where the person's choices stand, and how to change them. */
export function RefusalState({ answer, desk, whose }: StateProps) {
  const say = useText(texts);
  const [editing, setEditing] = useState<RefusalView | 'new'>();
  if (editing)
    return (
      <RefusalForm
        current={editing === 'new' ? undefined : editing}
        desk={desk}
        whose={whose}
        onDone={() => setEditing(undefined)}
      />
    );
  if (answer.refusals.length === 0)
    return (
      <Panel>
        <NothingRefused whose={whose} />
        {answer.mayDecide && (
          <Group justify="flex-end" mt="md">
            <Button onClick={() => setEditing('new')}>{say('new.button')}</Button>
          </Group>
        )}
      </Panel>
    );
  return answer.refusals.map(refusal => (
    <Panel key={refusal.id}>
      <Registered refusal={refusal} />
      {answer.mayDecide && (
        <Group justify="flex-end" mt="md">
          <CancelRefusal refusal={refusal} desk={desk} whose={whose} />
          <Button onClick={() => setEditing(refusal)}>{say('change')}</Button>
        </Group>
      )}
    </Panel>
  ));
}
