import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Stack, Text, Textarea } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type ShownVersion } from './shown.browser.ts';
import { texts } from './texts.ts';

/** Begins a draft of the table that was put in force last. */
export function NewDraft({ onMade }: { onMade: (id: string) => void }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const make = useAct(() => postJson<ShownVersion>(`${api}/versions`, { reason }), [api]);
  const close = () => {
    make.reset();
    setOpened(false);
  };
  const submit = () =>
    make.mutate(undefined, {
      onSuccess: ({ id }) => {
        close();
        setReason('');
        onMade(id);
      },
    });
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpened(true)}>
        {say('new.do')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('new.do')}
        confirm={say('new.confirm')}
        busy={make.isPending}
        error={make.error}
        onConfirm={submit}
        onCancel={close}
      >
        <Stack gap="md">
          <Text>{say('new.text')}</Text>
          <Textarea
            label={say('reason')}
            value={reason}
            required
            autosize
            minRows={2}
            maxLength={500}
            onChange={event => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}
