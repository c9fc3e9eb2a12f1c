import { useJsonPages } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading, Panel, SearchField } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { addressOf, pageAddress } from '../page-address.browser.ts';
import { useStaffTerritory } from '../use-staff-acts.browser.ts';
import classes from './key.module.css';
import { KeyTable } from './key-table.tsx';
import type { ShownKey } from './shown-key.browser.ts';
import { texts } from './texts.ts';

const filters = ['enrolled', 'active', 'suspended', 'ending', 'over'] as const;
type Filter = (typeof filters)[number] | '';
const path = '/api/credential/register';

function useRegister(text: string, filter: Filter) {
  const query = { text: text || undefined, filter: filter || undefined };
  const pages = useJsonPages<{ rows: ShownKey[]; next?: string }>(addressOf(path, query), ({ next }) =>
    pageAddress(path, { ...query, cursor: next }),
  );
  return { ...pages, keys: pages.data?.pages.flatMap(({ rows }) => rows) };
}

/** The keys of people, looked for by name and by state: who manages access activates, suspends, gives back, revokes. */
export function KeyRegister() {
  const say = useText(texts);
  const territory = useStaffTerritory();
  const limited = territory ? say('register.territory', { territory }) : say('register.no-territory');
  const lead = territory === undefined ? say('register.description') : limited;
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState<Filter>('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const { keys, error, refetch, more } = useRegister(text, filter);
  return (
    <Panel
      title={say('register.title')}
      description={lead}
      padding="flush"
      action={
        <div className={classes.filters}>
          <SearchField label={say('register.search')} value={typed} onChange={setTyped} />
          <NativeSelect
            aria-label={say('filter.label')}
            value={filter}
            data={[
              { value: '', label: say('filter.all') },
              ...filters.map(value => ({ value, label: say(`filter.${value}`) })),
            ]}
            onChange={event => setFilter(event.currentTarget.value as Filter)}
          />
        </div>
      }
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!keys && !error && <Loading rows={8} />}
      {keys?.length === 0 && (
        <EmptyState
          title={say(filter === 'enrolled' && !text ? 'register.none.enrolled' : 'register.none')}
          icon={<IconKey size={30} stroke={1.5} aria-hidden />}
        />
      )}
      {!!keys?.length && <KeyTable caption={say('register.title')} keys={keys} more={more} />}
    </Panel>
  );
}
