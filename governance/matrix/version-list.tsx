import { type Column, DataTable, DateText, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, Button } from '@mantine/core';
import { NewDraft } from './new-draft.tsx';
import { type ShownHeader, useVersions } from './shown.browser.ts';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

const colors: Readonly<Record<ShownHeader['state'], string>> = {
  draft: 'gray',
  proposed: 'ambre',
  scheduled: 'sarcelle',
  'in-force': 'green',
  superseded: 'gray',
  withdrawn: 'gray',
};

interface VersionListProps {
  mayCreate: boolean;
  onOpen: (id: string) => void;
}

/** What has been made of the matrix, the newest first. */
export function VersionList({ mayCreate, onOpen }: VersionListProps) {
  const say = useText(texts);
  const words = useWords();
  const { versions, error, refetch, more } = useVersions();
  const columns: Column<ShownHeader>[] = [
    { key: 'version', title: say('version'), header: true, render: words.version },
    {
      key: 'state',
      title: say('state'),
      render: ({ state }) => (
        <Badge color={colors[state]} variant="light" tt="none" miw="max-content">
          {say(`state.${state}`)}
        </Badge>
      ),
    },
    { key: 'reason', title: say('reason'), render: ({ reason }) => reason },
    {
      key: 'effective',
      title: say('effective'),
      render: ({ effective, starts }) => (
        <DateText value={effective ?? starts ?? undefined} time={!!effective} />
      ),
    },
    { key: 'author', title: say('author'), render: ({ authorName }) => authorName },
    {
      key: 'open',
      title: say('open'),
      titleHidden: true,
      render: version => (
        <Button
          size="sm"
          variant="light"
          aria-label={say('open.version', { name: `${words.version(version)}, ${version.reason}` })}
          onClick={() => onOpen(version.id)}
        >
          {say('open')}
        </Button>
      ),
    },
  ];
  return (
    <Panel
      title={say('versions')}
      description={say('versions.lead')}
      padding="flush"
      action={mayCreate && <NewDraft onMade={onOpen} />}
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!versions && !error && <Loading rows={3} />}
      {versions && (
        <DataTable
          caption={say('versions')}
          columns={columns}
          rows={versions}
          rowKey={({ id }) => id}
          more={more}
        />
      )}
    </Panel>
  );
}
