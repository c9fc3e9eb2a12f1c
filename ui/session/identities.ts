import { getJson } from '@continuum/ui-fhir-client';
import { useEffect, useState } from 'react';

/** One person of the demonstration, with what opens their account. */
export interface DemonstrationIdentity {
  userName: string;
  name: string;
  role: string;
  kind: string;
  pin?: string;
  password?: string;
  nam?: string;
  hint?: string;
}

/**
 * The people of the demonstration; empty anywhere else, where the address does not exist.
 */
export function useDemonstrationIdentities(): DemonstrationIdentity[] {
  const [identities, setIdentities] = useState<DemonstrationIdentity[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    getJson<DemonstrationIdentity[]>('/demo/identities.json', stop.signal).then(setIdentities, () => {
      // Outside the demonstration there is nobody to list: the panel stays away.
    });
    return () => stop.abort();
  }, []);
  return identities;
}
