import { chooseSession, createQueryClient, DataProvider } from '@continuum/ui-fhir-client';
import { KitProvider } from '@continuum/ui-kit';
import { SessionGate, SessionProvider } from '@continuum/ui-session';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Door } from './door.tsx';
import { Screens } from './screens.tsx';

chooseSession('citizen');

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <KitProvider>
      <DataProvider client={createQueryClient()}>
        <SessionProvider>
          <SessionGate signIn={<Door />}>
            <Screens />
          </SessionGate>
        </SessionProvider>
      </DataProvider>
    </KitProvider>
  </StrictMode>,
);
