import {
  type QueryClient,
  QueryClientProvider,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type ReactNode, useCallback } from 'react';
import { getJson } from './client.ts';

/** Gives the screens their cache: in memory, for this page only. */
export function DataProvider({ client, children }: { client: QueryClient; children: ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

interface JsonOptions {
  /** Milliseconds between refreshes while the page is in front. */
  refreshEvery?: number;
}

/**
 * What a GET answers, kept in memory. `undefined` asks nothing: a screen fetches only what the person
 * opened.
 */
export function useJson<Answer>(path: string | undefined, options: JsonOptions = {}) {
  return useQuery<Answer>({
    queryKey: [path],
    queryFn: ({ signal }) => getJson<Answer>(path!, signal),
    enabled: path !== undefined,
    refetchInterval: options.refreshEvery ?? false,
  });
}

/**
 * Pages of a list, one after the other. `next` gives the address of the page that follows an answer; `more` of what it gives back is
 * what a table shows the rest by.
 */
export function useJsonPages<Answer>(
  path: string | undefined,
  next: (answer: Answer) => string | undefined,
  options: JsonOptions = {},
) {
  const pages = useInfiniteQuery({
    queryKey: [path, 'pages'],
    queryFn: ({ pageParam, signal }) => getJson<Answer>(pageParam, signal),
    enabled: path !== undefined,
    initialPageParam: path ?? '',
    getNextPageParam: (last: Answer) => next(last),
    refetchInterval: options.refreshEvery ?? false,
  });
  const more = {
    has: pages.hasNextPage,
    loading: pages.isFetchingNextPage,
    onMore: () => void pages.fetchNextPage(),
  };
  return { ...pages, more };
}

/** An action that changes something; what it touches is read again (`touches`: beginnings of paths). */
export function useAct<Input, Answer>(
  act: (input: Input) => Promise<Answer>,
  touches: readonly string[] = [],
) {
  const client = useQueryClient();
  const isTouched = (path: unknown) =>
    typeof path === 'string' && touches.some(start => path.startsWith(start));
  return useMutation({
    mutationFn: act,
    // Not waited for: what is read again may take away the part of the page that has yet to say that it is done.
    onSuccess: () => {
      void client.invalidateQueries({ predicate: query => isTouched(query.queryKey[0]) });
    },
  });
}

/** Forgets every answer kept in memory: when a record is closed, and when the person signs out. */
export function useForget(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    void client.cancelQueries();
    client.clear();
  }, [client]);
}
