import { useJsonPages } from '@continuum/ui-fhir-client';
import { type Column, EmptyState, ListPanel, SearchField } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingHospital } from '@tabler/icons-react';
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
  return { ...pages, rows: pages.data?.pages.flatMap(page => page.organizations) };
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
  const list = useOrganizations(name);
  const columns: Column<ShownOrganization>[] = [
    { key: 'name', title: say('name'), header: true, render: row => <Name organization={row} /> },
    ...(list.rows?.some(({ kind }) => kind)
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
  return (
    <ListPanel
      title={say('title')}
      description={say('description')}
      list={list}
      action={
        <SearchField
          label={say('search')}
          placeholder={say('search.placeholder')}
          value={typed}
          onChange={setTyped}
        />
      }
      columns={columns}
      rowKey={row => row.id}
      empty={
        <EmptyState title={say('none')} icon={<IconBuildingHospital size={30} stroke={1.5} aria-hidden />} />
      }
      usual={8}
    />
  );
}
