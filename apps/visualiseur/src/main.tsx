import { HomeKit } from '@continuum/governance-remote-access/viewer';
import { chooseSession, createQueryClient, DataProvider } from '@continuum/ui-fhir-client';
import { KitProvider } from '@continuum/ui-kit';
import { SessionGate, SessionProvider } from '@continuum/ui-session';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Door } from './door.tsx';
import { Record } from './record.tsx';

chooseSession('clinician');

/** The home kit is read before anybody signs in. */
const isKit = location.pathname === '/visualiseur/trousse';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <KitProvider>
      <DataProvider client={createQueryClient()}>
        <SessionProvider>
          {isKit ? (
            <HomeKit />
          ) : (
            <SessionGate signIn={<Door />}>
              <Record />
            </SessionGate>
          )}
        </SessionProvider>
      </DataProvider>
    </KitProvider>
  </StrictMode>,
);
