import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';
import { texts } from './texts.ts';

/** One column: how a row reads in it. */
export interface Column<Row> {
  key: string;
  title: string;
  /** Heard and not seen: for a column of buttons. */
  titleHidden?: boolean;
  render: (row: Row) => ReactNode;
  align?: 'start' | 'end';
  /** CSS width, when the content should not decide. */
  width?: string;
  /** The cell that names the row (read first by screen readers). */
  header?: boolean;
}

/** The rest of a list, a page at a time. */
export interface More {
  has: boolean;
  loading: boolean;
  onMore: () => void;
}

interface DataTableProps<Row> {
  /** What the table holds; heard, and seen when `showCaption`. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Draws attention to a row, with the reason in one of its cells. */
  rowTone?: (row: Row) => 'attention' | 'quiet' | undefined;
  /** On a narrow screen: a card with the columns' names, or two columns without them. */
  narrow?: 'cards' | 'pairs';
  more?: More;
}

/** "Show more", for lists that go on. */
export function MoreButton({ more }: { more?: More }) {
  const say = useText(texts);
  if (!more?.has) return null;
  return (
    <div className={`${classes.more} kit-no-print`}>
      <Button variant="light" loading={more.loading} onClick={more.onMore}>
        {say(more.loading ? 'more.loading' : 'more')}
      </Button>
    </div>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const inside = (
    <>
      <span className={classes.label} aria-hidden>
        {column.titleHidden ? '' : column.title}
      </span>
      <span className={classes.value}>{column.render(row)}</span>
    </>
  );
  return column.header ? (
    <th scope="row" className={classes.cell} data-align={column.align}>
      {inside}
    </th>
  ) : (
    <td className={classes.cell} data-align={column.align}>
      {inside}
    </td>
  );
}

/** A table; on a narrow screen each row reads as a card, and stays a row for assistive tools. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  rowTone,
  narrow,
  more,
}: DataTableProps<Row>) {
  return (
    <div className={classes.wrap} data-narrow={narrow}>
      <table className={classes.table}>
        <caption className="kit-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(column => (
              <th
                key={column.key}
                scope="col"
                className={classes.head}
                data-align={column.align}
                style={column.width ? { inlineSize: column.width } : undefined}
              >
                {column.titleHidden ? <span className="kit-hidden">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={rowKey(row)} className={classes.row} data-tone={rowTone?.(row)}>
              {columns.map(column => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <MoreButton more={more} />
    </div>
  );
}
