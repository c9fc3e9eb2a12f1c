import { useAct } from '@continuum/ui-fhir-client';
import type { PreparedAct } from '@continuum/ui-session';

/** An act on its way: prepared, signed or given up. What is read of that usager's medications is read again once it is signed. */
export function usePreparing(usager: string) {
  const preparing = useAct((ask: () => Promise<PreparedAct>) => ask());
  const done = useAct(async () => undefined, [`/api/medication/${usager}/`]);
  return {
    prepared: preparing.data,
    prepare: (ask: () => Promise<PreparedAct>) => preparing.mutate(ask),
    forget: () => preparing.reset(),
    signed: () => done.mutate(undefined),
    busy: preparing.isPending,
    error: preparing.error,
  };
}
