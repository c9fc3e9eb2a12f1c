import { ErrorState, Loading } from '@continuum/ui-kit';
import { type ReactNode, useEffect, useState } from 'react';
import { ChooseOrganization } from './choose-organization.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { allowNavigation } from './session.ts';
import { useSessionControl } from './session-provider.tsx';

/** The pages of this server that may send somebody here to sign in, and take them back. */
const returns = /^\/oauth\/(interaction\/[\w-]+|applications)$/;

/** Where whoever was sent here to sign in goes back to; undefined when nobody was, or it is elsewhere. */
function returnAddress(): string | undefined {
  const back = new URLSearchParams(location.search).get('return');
  return back !== null && returns.test(back) ? `${back}?here=1` : undefined;
}

/** Shows the sign-in page to whoever is not signed in; the screens to whoever is. */
export function SessionGate({ signIn, children }: { signIn: ReactNode; children: ReactNode }) {
  const { state, retry } = useSessionControl();
  // Whoever is sent back has said for which organization they act.
  const back = state.state === 'in' && !state.session.places ? returnAddress() : undefined;
  const [failed, setFailed] = useState<unknown>();
  useEffect(() => {
    if (back && !failed) allowNavigation().then(() => location.replace(back), setFailed);
  }, [back, failed]);
  if (back && failed) return <ErrorState error={failed} onRetry={() => setFailed(undefined)} />;
  if (back) return <Loading />;
  if (state.state === 'unknown') return <Loading />;
  if (state.state === 'failed') return <ErrorState error={state.error} onRetry={retry} />;
  if (state.state === 'out') return signIn;
  if (state.session.places) return <ChooseOrganization places={state.session.places} />;
  return (
    <>
      {children}
      <IdleWarning kind={state.session.kind} />
    </>
  );
}
