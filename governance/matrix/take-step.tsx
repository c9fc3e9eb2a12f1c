import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type Act, api, type ShownVersion } from './shown.browser.ts';
import { AdoptVersion } from './signature/adopt-version.tsx';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

const asksWhy = new Set<Act>(['return', 'withdraw']);

type Plain = Exclude<Act, 'adopt'>;

function Step({ version, act }: { version: ShownVersion; act: Plain }) {
  const say = useText(texts);
  const words = useWords();
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const { id, revision } = version;
  const step = useAct(
    () => postJson(`${api}/versions/${id}/steps`, { act, revision, ...(reason && { reason }) }),
    [api],
  );
  const close = () => {
    step.reset();
    setOpened(false);
  };
  const take = () =>
    step.mutate(undefined, {
      onSuccess: () => {
        close();
        tell(say('done'));
      },
    });
  const danger = act === 'withdraw';
  return (
    <>
      <Button variant={act === 'propose' ? 'filled' : 'default'} onClick={() => setOpened(true)}>
        {say(`act.${act}`)}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={`${say(`act.${act}`)} · ${words.version(version)}`}
        confirm={say(`act.${act}`)}
        tone={danger ? 'danger' : 'normal'}
        busy={step.isPending}
        error={step.error}
        onConfirm={take}
        onCancel={close}
      >
        <Stack gap="md">
          <Text>{say(`act.${act}.text`)}</Text>
          {asksWhy.has(act) && (
            <Textarea
              label={say('act.reason')}
              value={reason}
              autosize
              minRows={2}
              maxLength={500}
              onChange={event => setReason(event.currentTarget.value)}
            />
          )}
        </Stack>
      </ConfirmDialog>
    </>
  );
}

/** The steps that whoever looks may take on a version now. */
export function Steps({ version }: { version: ShownVersion }) {
  const acts = version.may.filter((act): act is Act => act !== 'save');
  return (
    <Group gap="xs">
      {acts.map(act =>
        act === 'adopt' ? (
          <AdoptVersion key={act} version={version} />
        ) : (
          <Step key={act} version={version} act={act} />
        ),
      )}
    </Group>
  );
}
