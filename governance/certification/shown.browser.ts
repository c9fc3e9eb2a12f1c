import { useJson, useJsonPages } from '@continuum/ui-fhir-client';
import type { CertificationFacts } from './certification-facts.ts';

export const api = '/api/certification';

/** An attestation as the server shows it. */
export interface ShownAttestation extends CertificationFacts {
  id: string;
  act: string;
  state: 'attested' | 'expired' | 'withdrawn';
  withdrawal: { at: string; byName: string; reason: string; act: string | null } | null;
  /** Of one that is opened: whether it still says what was signed. */
  saysWhatWasSigned?: boolean;
}

export interface ShownProduct {
  client: string;
  name: string;
  organization: string;
  /** The version that it runs, as registered, and what stands of it. */
  running: { version: string; state: ShownAttestation['state'] | 'none' } | null;
  /** The newest first. */
  attestations: ShownAttestation[];
}

interface ProductPage {
  products: ShownProduct[];
  next?: string;
  /** Whether a partner connects only while the version that it runs is attested. */
  required: boolean;
}

export function useProducts() {
  const pages = useJsonPages<ProductPage>(`${api}/products`, ({ next }) =>
    next === undefined ? undefined : `${api}/products?${new URLSearchParams({ after: next }).toString()}`,
  );
  return {
    ...pages,
    products: pages.data?.pages.flatMap(({ products }) => products),
    required: pages.data?.pages[0]?.required ?? false,
  };
}

export const useAttestation = (id: string) => useJson<ShownAttestation>(`${api}/attestations/${id}`);
