import { useJsonPages } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading, Panel, SearchField } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCertificate } from '@tabler/icons-react';
import { useState } from 'react';
import { addressOf, pageAddress } from '../page-address.browser.ts';
import classes from './certificate.module.css';
import { CertificateTable } from './certificate-table.tsx';
import type { ShownCertificate } from './shown-certificate.browser.ts';
import { texts } from './texts.ts';

const path = '/api/credential/certificates';
const profiles = ['person', 'organization', 'system'] as const;
const states = ['good', 'ending', 'held', 'revoked', 'expired'] as const;

interface Chosen {
  text: string;
  profile: string;
  state: string;
}

function useRegister(chosen: Chosen) {
  const query = { ...chosen };
  const pages = useJsonPages<{ rows: ShownCertificate[]; next?: string }>(
    addressOf(path, query),
    ({ next }) => pageAddress(path, { ...query, cursor: next }),
  );
  return { ...pages, rows: pages.data?.pages.flatMap(page => page.rows) };
}

function Filters({ chosen, onChange }: { chosen: Chosen; onChange: (chosen: Chosen) => void }) {
  const say = useText(texts);
  return (
    <div className={classes.filters}>
      <SearchField
        label={say('search')}
        value={chosen.text}
        onChange={typed => onChange({ ...chosen, text: typed })}
      />
      <NativeSelect
        aria-label={say('profile.label')}
        value={chosen.profile}
        data={[
          { value: '', label: say('profile.all') },
          ...profiles.map(value => ({ value, label: say(`profile.${value}`) })),
        ]}
        onChange={event => onChange({ ...chosen, profile: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={say('state.label')}
        value={chosen.state}
        data={[
          { value: '', label: say('state.all') },
          ...states.map(value => ({ value, label: say(`state.${value}`) })),
        ]}
        onChange={event => onChange({ ...chosen, state: event.currentTarget.value })}
      />
    </div>
  );
}

/** What the authority issued, looked for by holder, kind and state; revokes, with a reason. */
export function CertificateRegister() {
  const say = useText(texts);
  const [chosen, setChosen] = useState<Chosen>({ text: '', profile: '', state: '' });
  const [text] = useDebouncedValue(chosen.text.trim(), 250);
  const { rows, error, refetch, more } = useRegister({ ...chosen, text });
  return (
    <Panel
      title={say('title')}
      description={say('description')}
      padding="flush"
      action={<Filters chosen={chosen} onChange={setChosen} />}
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!rows && !error && <Loading rows={8} />}
      {rows?.length === 0 && (
        <EmptyState title={say('none')} icon={<IconCertificate size={30} stroke={1.5} aria-hidden />} />
      )}
      {!!rows?.length && <CertificateTable rows={rows} more={more} />}
    </Panel>
  );
}
