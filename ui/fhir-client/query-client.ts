import { QueryClient } from '@tanstack/react-query';
import { ServerFailure } from './failure.ts';

const isHopeless = (error: Error) => error instanceof ServerFailure && error.status < 500;

/** The cache: nothing outlives the page; a refused request is not tried again, a failed one is, once. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 300_000,
        retry: (count, error) => count < 1 && !isHopeless(error),
        refetchOnWindowFocus: false,
      },
    },
  });
}
