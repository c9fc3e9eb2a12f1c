import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useNotice } from './use-notice.ts';

/** What is done once it is confirmed: `useAct` gives it. */
interface Act {
  mutate: (input: undefined, options: { onSuccess: () => void }) => void;
  isPending: boolean;
  error: unknown;
  reset: () => void;
}

interface ConfirmedActProps {
  /** `begin`: something is made, and its form is in the window. `end`: something is ended for good. */
  kind: 'begin' | 'end';
  label: string;
  /** Where several buttons have the same label: of what this one is. */
  labelOf?: string;
  title: string;
  /** The verb of the act; as the button says it when not given. */
  confirm?: string;
  act: Act;
  /** What is said once it is done. */
  done: string;
  onDone?: () => void;
  children: ReactNode;
}

const looks = {
  begin: { leftSection: <IconPlus size={18} aria-hidden /> },
  end: { size: 'compact-md', color: 'red', variant: 'outline' },
} as const;

/** A button and its window: the act is confirmed there, which stays open while it fails, and closes and says so once it is done. */
export function ConfirmedAct(props: ConfirmedActProps) {
  const { kind, label, labelOf, title, confirm = label, act, done, onDone, children } = props;
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const close = () => {
    // What failed is not said again when it is opened the next time.
    act.reset();
    setOpened(false);
  };
  const onSuccess = () => {
    setOpened(false);
    onDone?.();
    tell(done);
  };
  return (
    <>
      <Button {...looks[kind]} aria-label={labelOf} onClick={() => setOpened(true)}>
        {label}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={title}
        confirm={confirm}
        tone={kind === 'end' ? 'danger' : 'normal'}
        busy={act.isPending}
        error={act.error}
        onConfirm={() => act.mutate(undefined, { onSuccess })}
        onCancel={close}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
