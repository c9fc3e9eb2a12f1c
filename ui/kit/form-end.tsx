import { useText } from '@continuum/ui-language';
import { Button, Group } from '@mantine/core';
import { ErrorState } from './states.tsx';
import { texts } from './texts.ts';

interface FormEndProps {
  /** Why what was sent was not taken. */
  error?: unknown;
  busy?: boolean;
  /** The verb of what the form does. */
  submit: string;
  onCancel: () => void;
  /** The way out, when it is not simply "Cancel". */
  cancel?: string;
  /** The way out is closed for now: what is being sent would go on without a word. */
  held?: boolean;
}

/** How a form ends: why it was not taken, the way out, and its verb. */
export function FormEnd({ error, busy, submit, onCancel, cancel, held }: FormEndProps) {
  const say = useText(texts);
  return (
    <>
      {!!error && <ErrorState error={error} />}
      <Group justify="flex-end">
        <Button variant="default" disabled={held} onClick={onCancel}>
          {cancel ?? say('cancel')}
        </Button>
        <Button type="submit" loading={busy}>
          {submit}
        </Button>
      </Group>
    </>
  );
}
