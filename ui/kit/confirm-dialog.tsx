import { useText } from '@continuum/ui-language';
import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { ErrorState } from './states.tsx';
import { texts } from './texts.ts';

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  /** What will happen, in plain words. */
  children: ReactNode;
  /** The verb of the act, never "OK". */
  confirm: string;
  tone?: 'normal' | 'danger';
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onCancel: () => void;
  /** The other way out, when it is not simply "Cancel". */
  cancel?: string;
  /** Closing without choosing (Escape, the cross); `onCancel` when not given. */
  onDismiss?: () => void;
}

/** Asks before something that matters is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const say = useText(texts);
  return (
    <Dialog opened={props.opened} onClose={props.onDismiss ?? props.onCancel} title={props.title}>
      <Stack gap="md">
        {props.children}
        {props.error ? <ErrorState error={props.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            {props.cancel ?? say('cancel')}
          </Button>
          <Button
            color={props.tone === 'danger' ? 'red' : 'sarcelle'}
            loading={props.busy}
            onClick={props.onConfirm}
          >
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
