import { useJson } from '@continuum/ui-fhir-client';
import { useMemo } from 'react';

interface StaffActs {
  acts: string[];
  within?: { territory: string | null };
}
const path = '/api/credential/acts';

/** The territory whose keys whoever looks is shown; undefined when it is everybody's, null when nobody said which it is. */
export const useStaffTerritory = (): string | null | undefined =>
  useJson<StaffActs>(path).data?.within?.territory;

/**
 * What the offices of whoever looks do with keys and certificates (`staff.ts`); undefined until it is known, nothing
 * when it cannot be. The server decides again.
 */
export function useStaffActs(): ReadonlySet<string> | undefined {
  const { data, error } = useJson<StaffActs>(path);
  return useMemo(() => (data || error ? new Set(data?.acts) : undefined), [data, error]);
}
