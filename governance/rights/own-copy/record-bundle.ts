import { randomUUID } from 'node:crypto';
import type { CopyOrder } from './copy-order.ts';
import { readEverything } from './read-record.ts';

/**
 * The record as one FHIR Bundle (`collection`), in pieces of text: all of `$everything`, every page of it, each resource as the
 * bytes that are stored, journalled before it is given.
 * @param baseUrl of the FHIR door, for `fullUrl`
 * @throws CopyInterrupted
 */
export async function* recordBundle(
  { access, patient, made }: CopyOrder,
  baseUrl: string,
): AsyncGenerator<string> {
  const timestamp = made.toISOString();
  let before = `{"resourceType":"Bundle","id":"${randomUUID()}","type":"collection","timestamp":"${timestamp}","entry":[\n`;
  for await (const page of readEverything(access, patient.id)) {
    if (page.length === 0) continue;
    const entries = page.map(
      ({ type, id, body }) => `{"fullUrl":"${baseUrl}/${type}/${id}","resource":${body}}`,
    );
    yield before + entries.join(',\n');
    before = ',\n';
  }
  yield '\n]}\n';
}
