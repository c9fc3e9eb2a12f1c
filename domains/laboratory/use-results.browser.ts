import type { MissingReason } from '@continuum/intake/viewer';
import { useJsonPages } from '@continuum/ui-fhir-client';
import type { LaboratoryReport } from './display.ts';

/** Why something may be missing, as the server computed it. */
export type ShownAbsence = Omit<MissingReason, 'code'> & { code: string };

interface Answer {
  refused: boolean;
  absence: ShownAbsence[];
  items: LaboratoryReport[];
  next?: string;
}

/** A usager's reports, a page at a time. */
export function useResults(usager: string) {
  const path = `/api/laboratory/${usager}/results`;
  const pages = useJsonPages<Answer>(path, page =>
    page.next ? `${path}?cursor=${encodeURIComponent(page.next)}` : undefined,
  );
  const [first] = pages.data?.pages ?? [];
  return {
    error: pages.error,
    refetch: pages.refetch,
    refused: first?.refused ?? false,
    absence: first?.absence ?? [],
    reports: pages.data?.pages.flatMap(page => page.items),
    more: pages.more,
  };
}
