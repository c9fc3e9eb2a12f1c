import { QueryClient } from '@tanstack/react-query';
import { ServerFailure } from './failure.ts';

const isHopeless = (error: Error) => error instanceof ServerFailure && error.status < 500;

/** The cache: nothing outlives the page; a refused request is not tried again, a failed one is, once. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What is opened is asked for anew: a result, a refusal or an access of a second ago is there.
        staleTime: 0,
        gcTime: 300_000,
        retry: (count, error) => count < 1 && !isHopeless(error),
        refetchOnWindowFocus: false,
      },
    },
  });
}
