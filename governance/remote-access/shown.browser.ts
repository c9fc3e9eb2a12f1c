import { useJson, useJsonPages } from '@continuum/ui-fhir-client';

/** Beginning of every address of this room. */
export const api = '/api/remote-access';

export type Kind = 'home' | 'patient-home';

/** A declaration as the screens show it. */
export interface ShownDeclaration {
  id: string;
  practitionerName: string;
  organizationName: string;
  placeName: string;
  kind: Kind;
  municipality: string | null;
  deviceName: string;
  declared: string;
  revoked: string | null;
  revokedByName: string | null;
  /** Of this device. */
  here: boolean;
  /** Neither revoked nor over with its authorization. */
  stands?: boolean;
}

/** A condition of remote access, and whose it is. */
export interface ShownCondition {
  fr: string;
  en: string;
  source: string;
}

/** One's own remote access. */
export interface ShownMine {
  remote: { at: Kind | 'undeclared'; declaration?: string } | null;
  authorizations: {
    id: string;
    organization: { id: string; name: string };
    places: { id: string; name: string }[];
  }[];
  declarations: ShownDeclaration[];
  conditions: { version: string; list: ShownCondition[] };
  /** Where one answers for others' access; one without an organization: everywhere. */
  manages: { organization?: string; name?: string }[];
}

/** A network of an organization's places. */
export interface ShownNetwork {
  id: string;
  organization: string;
  organizationName: string;
  network: string;
  label: string;
  registered: string;
  registeredByName: string;
}

export const useMine = () => useJson<ShownMine>(`${api}/mine`);

interface Page<Row> {
  rows: Row[];
  next?: string;
}

/** A list, a page at a time. */
function usePages<Row>(name: string, search = '') {
  const addressOf = (cursor?: string) => {
    const query = new URLSearchParams({ ...(search && { search }), ...(cursor && { cursor }) }).toString();
    return `${api}/${name}${query && `?${query}`}`;
  };
  const pages = useJsonPages<Page<Row>>(addressOf(), page => (page.next ? addressOf(page.next) : undefined));
  return { ...pages, rows: pages.data?.pages.flatMap(({ rows }) => rows) };
}

export const useDeclarations = (search: string) => usePages<ShownDeclaration>('declarations', search);
export const useNetworks = () => usePages<ShownNetwork>('networks');
