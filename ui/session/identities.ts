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
  /** The same, by language. */
  hints?: Record<'fr' | 'en', string>;
}

const choice = 'continuum_demo';

/** The user name that was chosen on the page of the demonstration, which sent the visitor here to sign in. */
export const chosenIdentity = (): string | undefined =>
  document.cookie
    .split('; ')
    .find(cookie => cookie.startsWith(`${choice}=`))
    ?.slice(choice.length + 1);

/** A choice serves once. */
export const forgetChoice = (): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser, and this cookie holds no secret.
  document.cookie = `${choice}=; Path=/; Max-Age=0; SameSite=Strict`;
};

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
