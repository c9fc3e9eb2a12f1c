import { type Column, DataTable, EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import {
  type Current,
  type Previewed,
  type ShownVersion,
  usePreview,
  usePreviewUsagers,
} from './shown.browser.ts';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

/** What no person’s record holds. */
const nobodys = ['registry', 'journal'];

function useCounted() {
  const say = useText(texts);
  return (side: Previewed, domain: string): string => {
    if (!side.permit || !side.domains.includes(domain)) return say('preview.closed');
    const count = side.counts[domain] ?? 0;
    return count === 0 ? say('preview.nothing') : say('preview.count', { count });
  };
}

function Counts({ asked, domains }: { asked: Record<string, string>; domains: readonly string[] }) {
  const say = useText(texts);
  const words = useWords();
  const counted = useCounted();
  const { data, error, refetch } = usePreview(asked);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  const column = (side: 'before' | 'after'): Column<string> => ({
    key: side,
    title: say(`preview.${side}`),
    render: domain => counted(data[side], domain),
  });
  return (
    <DataTable
      caption={say('preview')}
      columns={[
        { key: 'domain', title: say('preview.domain'), header: true, render: words.domain },
        column('before'),
        column('after'),
      ]}
      rows={domains.filter(domain => !nobodys.includes(domain))}
      rowKey={domain => domain}
      rowTone={domain =>
        counted(data.before, domain) === counted(data.after, domain) ? undefined : 'attention'
      }
    />
  );
}

interface PreviewProps extends Pick<Current, 'domains' | 'purposes'> {
  version: ShownVersion;
}

/** What a profile would see of a person of the demonstration, by the version in force and by this one: numbers. */
export function Preview({ version, domains, purposes }: PreviewProps) {
  const say = useText(texts);
  const words = useWords();
  const [profile, setProfile] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [usager, setUsager] = useState<string | null>(null);
  const { data, error, refetch } = usePreviewUsagers();
  const profiles = Object.keys(version.rows).filter(one => version.rows[one]!.purposes.length > 0);
  const given = profile ? version.rows[profile]!.purposes : [];
  const choose = (chosen: string | null) => {
    setProfile(chosen);
    setPurpose(chosen ? (version.rows[chosen]!.purposes[0] ?? null) : null);
  };
  const asked = profile && purpose && usager ? { version: version.id, profile, purpose, usager } : undefined;
  return (
    <Panel title={say('preview')} description={say('preview.lead')}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && data.usagers === null && (
        <EmptyState title={say('preview.none')}>
          <p>{say('preview.none.text')}</p>
        </EmptyState>
      )}
      {data?.usagers && (
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <Select
              label={say('profile')}
              data={profiles.map(value => ({ value, label: words.profile(value) }))}
              value={profile}
              onChange={choose}
            />
            <Select
              label={say('preview.purpose')}
              data={purposes
                .filter(({ code }) => given.includes(code))
                .map(({ code }) => ({ value: code, label: words.purpose(code) }))}
              value={purpose}
              onChange={setPurpose}
            />
            <Select
              label={say('preview.usager')}
              data={data.usagers.map(({ id, name }) => ({ value: id, label: name }))}
              value={usager}
              onChange={setUsager}
            />
          </SimpleGrid>
          {asked ? (
            <Counts asked={asked} domains={domains} />
          ) : (
            <Text c="dimmed">{say('preview.choose')}</Text>
          )}
        </Stack>
      )}
    </Panel>
  );
}
