import { useJsonPages } from '@continuum/ui-fhir-client';
import type { DepositPage } from './waiting.browser.ts';

/** Pages of one of the queues, oldest first, refreshed while it is in front. */
export function useDeposits(state: 'waiting' | 'unusable' | 'refused') {
  const path = `/api/intake/${state}`;
  const pages = useJsonPages<DepositPage>(
    path,
    page => (page.next ? `${path}?cursor=${encodeURIComponent(page.next)}` : undefined),
    { refreshEvery: 20_000 },
  );
  return {
    ...pages,
    total: pages.data?.pages[0]?.total ?? 0,
    deposits: pages.data?.pages.flatMap(page => page.deposits),
  };
}
