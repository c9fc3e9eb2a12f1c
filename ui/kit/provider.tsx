import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { setNonce } from 'get-nonce';
import type { ReactNode } from 'react';
import { theme } from './theme.ts';

/** What the server lets this page's own styles say; taken out of the page, so that nothing else reads it. */
function takeStyleNonce(): string | undefined {
  const found = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]');
  found?.remove();
  return found?.content;
}

const nonce = takeStyleNonce();
// What keeps the page still behind a dialog adds a style too.
if (nonce) setNonce(nonce);

/** Theme, type and short notices around a whole application. */
export function KitProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="light"
      forceColorScheme="light"
      {...(nonce && { getStyleNonce: () => nonce })}
    >
      <Notifications position="bottom-right" zIndex={400} />
      {children}
    </MantineProvider>
  );
}
