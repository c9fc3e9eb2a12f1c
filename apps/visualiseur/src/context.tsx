import type { Usager } from '@continuum/registries-patient/viewer';
import { useForget } from '@continuum/ui-fhir-client';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

interface UsagerContext {
  usager: Usager | undefined;
  /** Puts someone in context; what was read of the one before leaves the memory. */
  open: (usager: Usager) => void;
  close: () => void;
}

const Context = createContext<UsagerContext | undefined>(undefined);

/**
 * Whose record is open. Kept in memory only: not in the address, not on the device, so that neither a history
 * nor a shared computer tells whose record was looked at.
 */
export function UsagerInContext({ children }: { children: ReactNode }) {
  const [usager, setUsager] = useState<Usager>();
  const forget = useForget();
  const value = useMemo<UsagerContext>(() => {
    const change = (next: Usager | undefined) => {
      forget();
      setUsager(next);
    };
    return { usager, open: change, close: () => change(undefined) };
  }, [usager, forget]);
  return <Context value={value}>{children}</Context>;
}

/** The usager in context, and how to change who is. */
export function useUsager(): UsagerContext {
  const value = useContext(Context);
  if (!value) throw new Error('useUsager outside UsagerInContext');
  return value;
}
