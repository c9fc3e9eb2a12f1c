import { useState } from 'react';

/** Runs one thing at a time and remembers why it failed. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    await work().catch(setError);
    setBusy(false);
  };
  return { attempt, busy, error, clear: () => setError(undefined) };
}
