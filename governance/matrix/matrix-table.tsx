import { type Column, DataTable } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Text } from '@mantine/core';
import { type Can, type Current, gives, type ShownRow, type ShownRows } from './shown.browser.ts';
import { texts } from './texts.ts';
import { useWords } from './words.browser.ts';

const actions: readonly Can[] = ['read', 'create', 'write'];

interface Line {
  profile: string;
  row: ShownRow;
}

/** What a profile may do in a domain, and the cell's own source. Nothing: closed. */
function Cell({ row, domain }: { row: ShownRow; domain: string }) {
  const say = useText(texts);
  const words = useWords();
  const may = actions.filter(can => gives(row, can, domain)).map(words.can);
  const own = row.sources?.[domain];
  if (may.length === 0) return null;
  return (
    <>
      {may.join(', ')}
      {own && (
        <Text size="xs" c="dimmed">
          {say('source.own', { source: own })}
        </Text>
      )}
    </>
  );
}

function Purposes({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const words = useWords();
  if (row.purposes.length === 0) return <>{say('none')}</>;
  return (
    <>
      {row.purposes.map(code => (
        <Text key={code} size="sm" component="span" display="block">
          {words.purpose(code)}
          {row.sources?.[code] && (
            <Text span size="xs" c="dimmed">
              {' '}
              {say('source.own', { source: row.sources[code] })}
            </Text>
          )}
        </Text>
      ))}
    </>
  );
}

/** A table of the matrix: profiles by domains, with where each row comes from. */
export function MatrixTable({
  rows,
  domains,
  caption,
}: Pick<Current, 'domains'> & { rows: ShownRows; caption: string }) {
  const say = useText(texts);
  const words = useWords();
  const lines: Line[] = Object.entries(rows).map(([profile, row]) => ({ profile, row }));
  const columns: Column<Line>[] = [
    {
      key: 'profile',
      title: say('profile'),
      header: true,
      render: ({ profile, row }) => (
        <>
          {words.profile(profile)}
          <Text size="xs" c="dimmed">
            {say('source', { source: row.source })}
          </Text>
        </>
      ),
    },
    { key: 'purposes', title: say('purposes'), render: ({ row }) => <Purposes row={row} /> },
    ...domains.map(
      (domain): Column<Line> => ({
        key: domain,
        title: words.domain(domain),
        render: ({ row }) => <Cell row={row} domain={domain} />,
      }),
    ),
  ];
  return <DataTable caption={caption} columns={columns} rows={lines} rowKey={({ profile }) => profile} />;
}
