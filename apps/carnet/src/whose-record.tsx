import type { Usager } from '@continuum/registries-patient/viewer';
import { getJson } from '@continuum/ui-fhir-client';
import { useSession } from '@continuum/ui-session';
import { useQueries } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

/** Someone whose record this account may open. */
export interface Openable {
  id: string;
  own: boolean;
  /** Undefined while the register answers. */
  usager: Usager | undefined;
}

interface Choice {
  openable: Openable[];
  current: Openable;
  choose: (id: string) => void;
}

const Context = createContext<Choice | undefined>(undefined);

/** Whose record is open: the person's own, a child's, or that of someone they help. Kept in memory only. */
export function WhoseRecord({ children }: { children: ReactNode }) {
  const { usagers } = useSession();
  const [chosen, choose] = useState(usagers[0]?.id);
  const known = useQueries({
    queries: usagers.map(({ id }) => ({
      queryKey: [`/api/patient/${id}`],
      queryFn: () => getJson<Usager>(`/api/patient/${id}`),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: answers => answers.map(answer => answer.data),
  });
  const value = useMemo<Choice>(() => {
    const openable = usagers.map(({ id }, index) => ({ id, own: index === 0, usager: known[index] }));
    const current = openable.find(({ id }) => id === chosen) ?? openable[0]!;
    return { openable, current, choose };
  }, [usagers, chosen, known]);
  return <Context value={value}>{children}</Context>;
}

/** Whose record is open, and who else's may be. */
export function useWhose(): Choice {
  const value = useContext(Context);
  if (!value) throw new Error('useWhose outside WhoseRecord');
  return value;
}

/** `Marie Tremblay`, as one speaks to people. */
export const spokenName = (usager: Usager | undefined): string =>
  usager ? [usager.given, usager.family].filter(Boolean).join(' ') : '';
