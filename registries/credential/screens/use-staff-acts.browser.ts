import { useJson } from '@continuum/ui-fhir-client';
import { useMemo } from 'react';

/**
 * What the offices of whoever looks do with keys and certificates (`staff.ts`); undefined until it is known, nothing
 * when it cannot be. The server decides again.
 */
export function useStaffActs(): ReadonlySet<string> | undefined {
  const { data, error } = useJson<{ acts: string[] }>('/api/credential/acts');
  return useMemo(() => (data || error ? new Set(data?.acts) : undefined), [data, error]);
}
