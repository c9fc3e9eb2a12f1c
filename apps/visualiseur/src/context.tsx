import type { Usager } from '@continuum/registries-patient/viewer';
import { choosePurpose, useForget } from '@continuum/ui-fhir-client';
import { type PurposeChoice, useSession } from '@continuum/ui-session';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

interface UsagerContext {
  usager: Usager | undefined;
  /** Puts someone in context; what was read of the one before leaves the memory. */
  open: (usager: Usager) => void;
  close: () => void;
  /** Why the record is open: a code. The usual one for each usager, until another is chosen. */
  purpose: string | undefined;
  /** Reads again for another purpose; what was read for the one before leaves the memory. */
  choose: (purpose: string) => void;
  /** False for a domain that the profile reads and this purpose does not reach. */
  reaches: (domain: string) => boolean;
}

const Context = createContext<UsagerContext | undefined>(undefined);

function reachesBy(purposes: readonly PurposeChoice[], purpose: string | undefined) {
  const [usual] = purposes;
  const chosen = purposes.find(({ of }) => of === purpose);
  // What the profile never reads is the server's to refuse, in its own words.
  return (domain: string) => !usual?.domains.includes(domain) || (chosen?.domains.includes(domain) ?? false);
}

/**
 * Whose record is open, and what for. Kept in memory only: not in the address, not on the device, so that neither a
 * history nor a shared computer tells whose record was looked at.
 */
export function UsagerInContext({ children }: { children: ReactNode }) {
  const { purposes } = useSession();
  const usual = purposes[0]?.of;
  const [usager, setUsager] = useState<Usager>();
  const [purpose, setPurpose] = useState(usual);
  const forget = useForget();
  useEffect(() => {
    choosePurpose(usual);
    return () => choosePurpose(undefined);
  }, [usual]);
  const moves = useMemo(() => {
    const act = (of: string | undefined) => {
      forget();
      // Before anything is rendered, and so asked, for it.
      choosePurpose(of);
      setPurpose(of);
    };
    const change = (next: Usager | undefined) => {
      act(usual);
      setUsager(next);
    };
    return { open: change, close: () => change(undefined), choose: act };
  }, [usual, forget]);
  const value = useMemo<UsagerContext>(
    () => ({ usager, purpose, ...moves, reaches: reachesBy(purposes, purpose) }),
    [usager, purpose, moves, purposes],
  );
  return <Context value={value}>{children}</Context>;
}

/** The usager in context, and how to change who is. */
export function useUsager(): UsagerContext {
  const value = useContext(Context);
  if (!value) throw new Error('useUsager outside UsagerInContext');
  return value;
}
