import { useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, useNotice } from '@continuum/ui-kit';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { cancelAt, type Desk, type DirectiveKind, pathOf } from '../desk.browser.ts';

interface CancelChoiceProps {
  desk: Desk;
  kind: DirectiveKind;
  id: string;
  /** What is said of that kind. */
  words: { open: string; title: string; text: string; keep: string; submit: string; done: string };
}

/** Cancels a refusal or a restriction, once what it changes was read. */
export function CancelChoice({ desk, kind, id, words }: CancelChoiceProps) {
  const notice = useNotice();
  const [opened, setOpened] = useState(false);
  const cancel = useAct(() => cancelAt(desk, kind, id), [pathOf(desk, kind)]);
  const confirm = () =>
    cancel.mutate(undefined, {
      onSuccess: () => {
        setOpened(false);
        notice(words.done);
      },
    });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {words.open}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={words.title}
        confirm={words.submit}
        cancel={words.keep}
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={confirm}
        onCancel={() => setOpened(false)}
      >
        <p style={{ margin: 0 }}>{words.text}</p>
      </ConfirmDialog>
    </>
  );
}
