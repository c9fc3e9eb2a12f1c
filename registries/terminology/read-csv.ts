import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';

const read = (path: string) => createReadStream(path, { encoding: 'utf8' });

/** The first line's fields. */
export async function headerOf(path: string): Promise<string[]> {
  for await (const row of read(path).pipe(parse({ to: 1, bom: true, relax_column_count: true })))
    return row as string[];
  return [];
}

/** Rows of a CSV by the names of its first line, as they are read. */
export async function* rowsByName(path: string): AsyncGenerator<Record<string, string>> {
  const rows = read(path).pipe(
    parse({ columns: true, bom: true, relax_column_count: true, relax_quotes: true }),
  );
  for await (const row of rows) yield row as Record<string, string>;
}

/** Rows of a CSV that has no names. */
export async function* rowsByPlace(path: string): AsyncGenerator<string[]> {
  for await (const row of read(path).pipe(parse({ bom: true, relax_column_count: true, relax_quotes: true })))
    yield row as string[];
}

/** Rows of a RF2 file: tabs, no quotes, names on the first line. */
export async function* rowsOfRf2(path: string): AsyncGenerator<Record<string, string>> {
  let names: string[] | undefined;
  for await (const line of createInterface({ input: read(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const fields = line.split('\t');
    if (names) yield Object.fromEntries(names.map((name, at) => [name, fields[at] ?? '']));
    else names = fields.map(name => name.replace(/^\uFEFF/, ''));
  }
}
