import { useJson, useJsonPages } from '@continuum/ui-fhir-client';

/** Beginning of every address of this room. */
export const api = '/api/authorization';

export type Office = 'operations' | 'gaa' | 'aga' | 'tvi' | 'avi' | 'intervenant';
export type ListName =
  | 'requests'
  | 'handovers'
  | 'authorizations'
  | 'designations'
  | 'agents'
  | 'endings'
  | 'reviews'
  | 'unblockings';

/** A row as the lists tell of it. */
export interface ShownRow {
  id: string;
  organization: string;
  organizationName: string;
  practitioner: string;
  practitionerName: string;
  state: string;
  profile?: string;
  kind?: string;
  office?: Office;
  /** Of an AVI, whom they meet; of a handover, where the person has their access. */
  region?: string | null;
  places?: string[];
  starts?: string;
  ends?: string | null;
  since?: string;
  registered?: string;
  appointed?: string;
  reason?: string | null;
  /** The signed act of an authorization, `PractitionerRole/<id>`; or why there is none. */
  act?: string | null;
  unsigned?: 'established' | 'earlier' | null;
  /** Of what ends: the authorization, since when its renewal is a request, or is asked by its holder. */
  authorization?: string;
  renewal?: string | null;
  asked?: string | null;
  /** Of a review: who answered. */
  answeredByName?: string | null;
  awaited: { event: string; by: Office[] }[];
  may: string[];
}

interface Page {
  rows: ShownRow[];
  next?: string;
}

/** An office that one holds, and where. */
export interface HeldOffice {
  office: Office;
  organization: string;
  organizationName: string;
}

interface ShownReach {
  organization: string;
  organizationName: string;
  name: string;
  email: string;
}

/** The questions that may be chosen, by their id. */
export interface ShownQuestions {
  version: string;
  questions: Record<string, { fr: string; en: string }>;
}

/** One’s own access, and the offices that one holds. */
export interface ShownMine {
  offices: HeldOffice[];
  authorizations: ShownRow[];
  acceptances: { organization: string; version: string; accepted: string }[];
  managers: ShownReach[];
  verifiers: (ShownReach & { region: string | null })[];
  support: { keysPhone: string; keysEmail: string; centrePhone: string; centreEmail: string };
  placeNames: Record<string, string>;
  securityQuestions?: { version: string; questions: string[]; setAt: string };
  questions: ShownQuestions;
  conditions: { version: string; source: string; obligations: { fr: string; en: string }[] };
}

export const useMine = () => useJson<ShownMine>(`${api}/mine`);

/** What a form may choose from, at an organization. */
export interface Choices {
  people: { id: string; name: string }[];
  places: { id: string; name: string }[];
  profiles: string[];
  region?: string;
  regions: string[];
}

export const useChoices = (organization: string | undefined, name = '') =>
  useJson<Choices>(
    organization && `${api}/choices?${new URLSearchParams({ organization, name }).toString()}`,
  );

const addressOf = (name: ListName, query: Record<string, string | undefined>): string => {
  const given = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
  return `${api}/${name}?${new URLSearchParams(given).toString()}`;
};

/** A list, a page at a time; what waits is looked at again each half minute. */
export function useList(name: ListName, state: string | undefined, search: string) {
  const first = addressOf(name, { state, search });
  const pages = useJsonPages<Page>(
    first,
    page => (page.next ? addressOf(name, { state, search, cursor: page.next }) : undefined),
    { refreshEvery: 30_000 },
  );
  return { ...pages, rows: pages.data?.pages.flatMap(({ rows }) => rows) };
}

/** All of a list as a file. */
export const csvAddress = (name: ListName, state: string | undefined, search: string): string =>
  addressOf(name, { state, search, format: 'csv' });

export type Departure = 'employment-ended' | 'order-suspended';

/** What a departure would end. */
export interface ShownLeaving {
  authorizations: { id: string; organizationName: string; profile: string; state: string }[];
  requests: { id: string; organizationName: string; profile: string; state: string }[];
  offices: { id: string; organizationName: string; office: Office }[];
  sessions: number;
}

/** Asked once somebody, and why they leave, are known. */
export const useLeaving = (
  leaver: { practitioner: string; organization: string; why: Departure } | undefined,
) => useJson<ShownLeaving>(leaver && `${api}/leavers/preview?${new URLSearchParams(leaver).toString()}`);
