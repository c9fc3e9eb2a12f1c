import { useJsonPages } from '@continuum/ui-fhir-client';
import { type Column, DataTable, EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingHospital, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

export { GapList } from './gap/gap-list.tsx';
export { OrganizationChoice } from './organization-choice.tsx';

import { type ShownSource, SourceList } from './source-list.tsx';
import { texts } from './texts.ts';

interface ShownOrganization {
  id: string;
  name: string;
  kind?: string;
  city?: string;
  active: boolean;
  sources: ShownSource[];
}

interface Page {
  organizations: ShownOrganization[];
  next?: string;
}

function useOrganizations(name: string) {
  const address = (cursor?: string) => {
    const query = new URLSearchParams({ ...(name && { name }), ...(cursor && { cursor }) }).toString();
    return `/api/organization/${query && `?${query}`}`;
  };
  const pages = useJsonPages<Page>(address(), page => (page.next ? address(page.next) : undefined));
  return { ...pages, organizations: pages.data?.pages.flatMap(page => page.organizations) };
}

function Name({ organization }: { organization: ShownOrganization }) {
  const say = useText(texts);
  return (
    <>
      {organization.name}{' '}
      {!organization.active && (
        <Badge color="gray" variant="light" tt="none">
          {say('inactive')}
        </Badge>
      )}
    </>
  );
}

/** Organismes by name, each with the systems that send for it and when each last did. */
export function OrganizationList() {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [name] = useDebouncedValue(typed.trim(), 250);
  const { organizations, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useOrganizations(name);
  const columns: Column<ShownOrganization>[] = [
    { key: 'name', title: say('name'), header: true, render: row => <Name organization={row} /> },
    ...(organizations?.some(({ kind }) => kind)
      ? [{ key: 'kind', title: say('kind'), render: (row: ShownOrganization) => row.kind }]
      : []),
    { key: 'city', title: say('city'), render: row => row.city },
    {
      key: 'sources',
      title: say('sources'),
      width: '44%',
      render: row => <SourceList sources={row.sources} />,
    },
  ];
  const more = {
    has: hasNextPage,
    loading: isFetchingNextPage,
    onMore: () => void fetchNextPage(),
  };
  return (
    <Panel
      title={say('title')}
      description={say('description')}
      padding="flush"
      action={
        <TextInput
          aria-label={say('search')}
          placeholder={say('search.placeholder')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      }
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!organizations && !error && <Loading rows={8} />}
      {organizations?.length === 0 && (
        <EmptyState title={say('none')} icon={<IconBuildingHospital size={30} stroke={1.5} aria-hidden />} />
      )}
      {!!organizations?.length && (
        <DataTable
          caption={say('title')}
          columns={columns}
          rows={organizations}
          rowKey={row => row.id}
          more={more}
        />
      )}
    </Panel>
  );
}
