import { deleteJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, DateText, Facts, Panel, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group } from '@mantine/core';
import { IconHandStop, IconLockOpen2 } from '@tabler/icons-react';
import { useState } from 'react';
import { RefusalForm } from './refusal-form.tsx';
import classes from './refusal-state.module.css';
import type { RefusalAnswer, RefusalView } from './refusal-view.ts';
import { texts } from './texts.ts';
import { toValues, type Whose } from './whose.ts';

interface StateProps {
  answer: RefusalAnswer;
  path: string;
  whose: Whose;
}

function CancelRefusal({ refusal, path, whose }: { refusal: RefusalView; path: string; whose: Whose }) {
  const say = useText(texts);
  const notice = useNotice();
  const [opened, setOpened] = useState(false);
  const cancel = useAct(() => deleteJson(`${path}/${refusal.id}`), [path]);
  const confirm = () =>
    cancel.mutate(undefined, {
      onSuccess: () => {
        setOpened(false);
        notice(say('done.cancelled'));
      },
    });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {say('cancel')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('cancel.title')}
        confirm={say('cancel.submit')}
        cancel={say('cancel.keep')}
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={confirm}
        onCancel={() => setOpened(false)}
      >
        <p style={{ margin: 0 }}>{say('cancel.text', toValues(whose))}</p>
      </ConfirmDialog>
    </>
  );
}

function Registered({ refusal }: { refusal: RefusalView }) {
  const say = useText(texts);
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
            { label: say('since'), value: <DateText value={refusal.start} /> },
            {
              label: say('until'),
              value: refusal.end ? <DateText value={refusal.end} /> : say('until.never'),
            },
            { label: say('recorded'), value: <DateText value={refusal.recorded} time /> },
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
export function RefusalState({ answer, path, whose }: StateProps) {
  const say = useText(texts);
  const [editing, setEditing] = useState<RefusalView | 'new'>();
  if (editing)
    return (
      <RefusalForm
        current={editing === 'new' ? undefined : editing}
        path={path}
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
          <CancelRefusal refusal={refusal} path={path} whose={whose} />
          <Button onClick={() => setEditing(refusal)}>{say('change')}</Button>
        </Group>
      )}
    </Panel>
  ));
}
