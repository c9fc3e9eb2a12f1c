import type { MissingReason } from '@continuum/intake/viewer';
import { useJson, useJsonPages } from '@continuum/ui-fhir-client';
import type { ProfileLine } from './profile.ts';

/** Why something may be missing, as the server computed it. */
export type ShownAbsence = Omit<MissingReason, 'code'> & { code: string };

/** What every answer of `/api/medication` has. */
export interface MedicationAnswer<Item> {
  refused: boolean;
  absence: ShownAbsence[];
  items: Item[];
  next?: string;
}

/** The profile of a number of days: one line per drug. */
export const useProfile = (usager: string, days: number) =>
  useJson<MedicationAnswer<ProfileLine>>(`/api/medication/${usager}/profile?days=${days}`);

/** Everything of one kind, a page at a time. */
export function useHistory<Item>(usager: string, kind: 'prescriptions' | 'dispenses') {
  const path = `/api/medication/${usager}/${kind}`;
  const pages = useJsonPages<MedicationAnswer<Item>>(path, page =>
    page.next ? `${path}?cursor=${encodeURIComponent(page.next)}` : undefined,
  );
  const [first] = pages.data?.pages ?? [];
  return {
    error: pages.error,
    refetch: pages.refetch,
    answer: first && { ...first, items: pages.data?.pages.flatMap(page => page.items) ?? [] },
    more: pages.more,
  };
}
