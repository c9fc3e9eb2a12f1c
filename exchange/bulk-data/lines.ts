import type { Stored } from '@continuum/record-gate';

/** Bytes of one chunk, about. */
const chunk = 64 * 1024;

/** A deletion as the guide tells it: a Bundle with the request that did it. */
const deletion = ({ type, id }: Pick<Stored, 'type' | 'id'>): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ request: { method: 'DELETE', url: `${type}/${id}` } }],
  });

/** NDJSON, in chunks, as the reader takes them. */
export async function* toNdjson(lines: AsyncIterable<Stored>): AsyncGenerator<string> {
  let text = '';
  for await (const line of lines) {
    text += `${line.deleted ? deletion(line) : line.body}\n`;
    if (text.length < chunk) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
