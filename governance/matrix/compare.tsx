import { ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Select, SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import { ChangeList } from './change-list.tsx';
import { type ShownHeader, useDiff, useVersions } from './shown.browser.ts';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

function Changes({ from, to }: { from: string; to: string }) {
  const say = useText(texts);
  const { data, error, refetch } = useDiff(from, to);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <ChangeList changes={data.changes} caption={say('compare')} /> : <Loading rows={3} />;
}

/** What changed between any two versions, in words. */
export function Compare() {
  const say = useText(texts);
  const words = useWords();
  const { versions = [] } = useVersions();
  const [from, setFrom] = useState('1');
  const [to, setTo] = useState<string | null>(null);
  if (versions.length < 2) return null;
  const label = (version: ShownHeader) =>
    `${words.version(version)} · ${say(`state.${version.state}`)} · ${version.reason}`;
  const data = versions.map(version => ({ value: version.id, label: label(version) }));
  const second = to ?? versions[0]!.id;
  return (
    <Panel title={say('compare')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="md">
        <Select
          label={say('compare.from')}
          data={data}
          value={from}
          allowDeselect={false}
          onChange={chosen => chosen && setFrom(chosen)}
        />
        <Select label={say('compare.to')} data={data} value={second} allowDeselect={false} onChange={setTo} />
      </SimpleGrid>
      <Changes from={from} to={second} />
    </Panel>
  );
}
