import { useJsonPages } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading, MoreButton, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Checkbox, Group } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { AccessesAnswer, AccessLine } from './access-line.ts';
import { texts } from './texts.ts';
import { isBlocked, toVisits } from './visit.ts';
import { VisitList } from './visit-list.tsx';

const every = 30_000;

/** Pages of the list; refreshed while the first page alone is open, so that reading on is not disturbed. */
function useAccesses(patient: string) {
  const path = `/api/rights/${patient}/accesses`;
  const [readOn, setReadOn] = useState(false);
  const pages = useJsonPages<AccessesAnswer>(
    path,
    answer => (answer.next ? `${path}?cursor=${encodeURIComponent(answer.next)}` : undefined),
    { refreshEvery: readOn ? undefined : every },
  );
  const more = {
    has: pages.hasNextPage,
    loading: pages.isFetchingNextPage,
    onMore: () => {
      setReadOn(true);
      void pages.fetchNextPage();
    },
  };
  return { ...pages, more, lines: pages.data?.pages.flatMap(page => page.accesses) };
}

/** What the page puts beside a visit of somebody else: given the ids of its lines. */
export type Beside = (entries: readonly string[]) => ReactNode;

interface FilteredProps {
  lines: readonly AccessLine[];
  filtered: boolean;
  beside: Beside | undefined;
}

function Filtered({ lines, filtered, beside }: FilteredProps) {
  const say = useText(texts);
  if (lines.length === 0) return <EmptyState title={say(filtered ? 'none.filtered' : 'none')} />;
  return <VisitList visits={toVisits(lines)} beside={beside} />;
}

/** "Access to my record": who looked, when, why, at what, and what was blocked. */
export function AccessList({ patient, beside }: { patient: string; beside?: Beside }) {
  const say = useText(texts);
  const [hideOwn, setHideOwn] = useState(false);
  const [blockedOnly, setBlockedOnly] = useState(false);
  const { lines, error, refetch, isFetching, more } = useAccesses(patient);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const shown = lines?.filter(line => !(hideOwn && line.own) && !(blockedOnly && !isBlocked(line)));
  return (
    <Panel
      title={say('title')}
      description={say('description')}
      action={
        <Button
          variant="light"
          leftSection={<IconRefresh size={18} aria-hidden />}
          loading={isFetching && !!lines}
          onClick={() => void refetch()}
        >
          {say('refresh')}
        </Button>
      }
    >
      <Group gap="xl" mb="lg" className="kit-no-print">
        <Checkbox
          size="md"
          label={say('hide-own')}
          checked={hideOwn}
          onChange={event => setHideOwn(event.currentTarget.checked)}
        />
        <Checkbox
          size="md"
          label={say('blocked-only')}
          checked={blockedOnly}
          onChange={event => setBlockedOnly(event.currentTarget.checked)}
        />
      </Group>
      {shown ? (
        <Filtered lines={shown} filtered={hideOwn || blockedOnly} beside={beside} />
      ) : (
        <Loading rows={6} />
      )}
      <MoreButton more={more} />
    </Panel>
  );
}
