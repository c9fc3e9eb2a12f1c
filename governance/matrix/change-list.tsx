import { type Column, DataTable, EmptyState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import type { ShownChange } from './shown.browser.ts';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

const colors = { added: 'ambre', removed: 'gray', changed: 'sarcelle' } as const;
const signs = { added: '+', removed: '−', changed: '=' } as const;

/** What changes from one version to another, a sentence each, with its source. */
export function ChangeList({ changes, caption }: { changes: readonly ShownChange[]; caption: string }) {
  const say = useText(texts);
  const words = useWords();
  if (changes.length === 0) return <EmptyState title={say('changes.none')} />;
  const columns: Column<ShownChange>[] = [
    { key: 'profile', title: say('profile'), header: true, render: ({ profile }) => words.profile(profile) },
    {
      key: 'change',
      title: say('change'),
      render: change => (
        <>
          <Badge color={colors[change.change]} variant="light" mr="xs" aria-hidden>
            {signs[change.change]}
          </Badge>
          {words.change(change)}
        </>
      ),
    },
    { key: 'source', title: say('source.title'), render: ({ source }) => source },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={changes}
      rowKey={({ profile, kind, key, change }) => [profile, kind, key, change].join(' ')}
    />
  );
}
