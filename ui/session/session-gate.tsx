import { ErrorState, Loading } from '@continuum/ui-kit';
import type { ReactNode } from 'react';
import { IdleWarning } from './idle-warning.tsx';
import { useSessionControl } from './session-provider.tsx';

/** Shows the sign-in page to whoever is not signed in; the screens to whoever is. */
export function SessionGate({ signIn, children }: { signIn: ReactNode; children: ReactNode }) {
  const { state, retry } = useSessionControl();
  if (state.state === 'unknown') return <Loading />;
  if (state.state === 'failed') return <ErrorState error={state.error} onRetry={retry} />;
  if (state.state === 'out') return signIn;
  return (
    <>
      {children}
      <IdleWarning kind={state.session.kind} />
    </>
  );
}
