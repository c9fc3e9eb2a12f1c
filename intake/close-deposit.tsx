import { ConfirmDialog } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDepositAct } from './decide.tsx';
import { texts } from './texts.ts';

/** Closes a deposit that will not be used; its original and the reason stay. */
export function CloseDeposit({ id, onDone }: { id: string; onDone: () => void }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const { run, busy, error } = useDepositAct(`/api/intake/${id}/close`, () => {
    setOpened(false);
    onDone();
  });
  return (
    <>
      <Button variant="subtle" size="sm" onClick={() => setOpened(true)}>
        {say('close')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('close.title')}
        confirm={say('close.confirm')}
        tone="danger"
        busy={busy}
        error={error}
        onConfirm={() => reason.trim().length > 2 && run({ reason: reason.trim() })}
        onCancel={() => setOpened(false)}
      >
        <Textarea
          label={say('close.reason')}
          description={say('close.text')}
          required
          autosize
          minRows={3}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
      </ConfirmDialog>
    </>
  );
}
