import { onSessionEnded, useForget } from '@continuum/ui-fhir-client';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { endEverySession, endSession, readSession, type Session } from './session.ts';

/** Where the session stands. */
export type SessionState =
  | { state: 'unknown' }
  | { state: 'failed'; error: unknown }
  | { state: 'out'; ended: boolean }
  | { state: 'in'; session: Session };

interface SessionControl {
  state: SessionState;
  enter: (session: Session) => void;
  signOut: () => Promise<void>;
  /** Here and everywhere else. @throws ServerFailure, NetworkFailure: then nothing may be said to be closed. */
  signOutEverywhere: () => Promise<void>;
  retry: () => void;
}

const SessionContext = createContext<SessionControl | undefined>(undefined);

/** Keeps who is signed in; forgets every answer when nobody is any more. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ state: 'unknown' });
  const forget = useForget();
  const leave = useCallback(
    (ended: boolean) => {
      forget();
      setState(before => (before.state === 'in' ? { state: 'out', ended } : { state: 'out', ended: false }));
    },
    [forget],
  );
  const retry = useCallback(() => {
    setState({ state: 'unknown' });
    readSession().then(
      session => setState(session ? { state: 'in', session } : { state: 'out', ended: false }),
      error => setState({ state: 'failed', error }),
    );
  }, []);
  useEffect(retry, [retry]);
  useEffect(() => onSessionEnded(() => leave(true)), [leave]);
  const control = useMemo<SessionControl>(
    () => ({
      state,
      enter: session => setState({ state: 'in', session }),
      signOut: async () => {
        await endSession().catch(() => undefined); // gone already, or unreachable: the screen closes anyway
        leave(false);
      },
      signOutEverywhere: async () => {
        await endEverySession();
        leave(false);
      },
      retry,
    }),
    [state, leave, retry],
  );
  return <SessionContext value={control}>{children}</SessionContext>;
}

/** The session and what can be done with it, for the frame around the screens. */
export function useSessionControl(): SessionControl {
  const control = useContext(SessionContext);
  if (!control) throw new Error('useSessionControl outside SessionProvider');
  return control;
}

/** Who is signed in. Only for screens behind the gate. */
export function useSession(): Session {
  const { state } = useSessionControl();
  if (state.state !== 'in') throw new Error('useSession outside SessionGate');
  return state.session;
}
