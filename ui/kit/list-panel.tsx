import type { ReactNode } from 'react';
import { type Column, DataTable, type More } from './data-table.tsx';
import { Panel } from './panel.tsx';
import { ErrorState, Loading } from './states.tsx';

interface ListPanelProps<Row> {
  /** What the list holds; the table is named by it too. */
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  /** What is searched, filtered and added, at the end of the title's line. */
  action?: ReactNode;
  /** What was asked for, as it comes; `rows` once there is an answer. */
  list: { rows: readonly Row[] | undefined; error: unknown; refetch: () => unknown; more?: More };
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  rowTone?: (row: Row) => 'attention' | 'quiet' | undefined;
  /** Says why there is nothing: an `EmptyState`. */
  empty: ReactNode;
  /** How long it usually is, while it comes. */
  usual?: number;
}

/** A list on a sheet of its own, in each of its states: coming, failed, empty with its reason, there, going on. */
export function ListPanel<Row>(props: ListPanelProps<Row>) {
  const { title, description, action, list, columns, rowKey, rowTone, empty, usual = 4 } = props;
  const { rows, error, refetch, more } = list;
  return (
    <Panel title={title} description={description} padding="flush" action={action}>
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!rows && !error && <Loading rows={usual} />}
      {rows?.length === 0 && empty}
      {!!rows?.length && (
        <DataTable
          caption={title}
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          rowTone={rowTone}
          more={more}
        />
      )}
    </Panel>
  );
}
