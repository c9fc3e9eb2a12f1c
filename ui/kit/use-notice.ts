import { useText } from '@continuum/ui-language';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { texts } from './texts.ts';

const colors = { good: 'green', attention: 'ambre' };

/** Says in a few words what was just done; it leaves by itself and is read aloud. */
export function useNotice(): (message: string, tone?: keyof typeof colors) => void {
  const say = useText(texts);
  return useCallback(
    (message, tone = 'good') =>
      void notifications.show({
        message,
        color: colors[tone],
        autoClose: 7000,
        closeButtonProps: { 'aria-label': say('close') },
      }),
    [say],
  );
}
