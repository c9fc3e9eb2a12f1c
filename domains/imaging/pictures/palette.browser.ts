import { getBlob } from '@continuum/ui-fhir-client';
import type { Metadata } from './series.ts';

/** Descriptor and data of the red, green and blue tables (PS3.3 C.7.6.3.1.5 and .6). */
const tables = [
  ['00281101', '00281201'],
  ['00281102', '00281202'],
  ['00281103', '00281203'],
] as const;

/** Entries of 8 bits come packed or one per word; of 16 bits, one per word. */
function entriesOf(buffer: ArrayBuffer, entries: number, bits: number): number[] {
  const packed = bits === 8 && buffer.byteLength < entries * 2;
  return Array.from(
    packed ? new Uint8Array(buffer) : new Uint16Array(buffer.slice(0, buffer.byteLength & ~1)),
  );
}

async function fetchTable(metadata: Metadata, [descriptor, data]: (typeof tables)[number]): Promise<void> {
  const element = metadata[data];
  if (!element?.BulkDataURI || element.Value) return;
  const [entries = 0, , bits = 16] = (metadata[descriptor]?.Value ?? []).map(Number);
  const bytes = await (await getBlob(new URL(element.BulkDataURI).pathname)).arrayBuffer();
  element.Value = entriesOf(bytes, entries || 65_536, bits);
}

/** Fetches the colour tables that the metadata only point to: the display wants them at hand. */
export async function fetchPalettes(all: readonly Metadata[]): Promise<void> {
  for (const metadata of new Set(all)) {
    if (!metadata['00281201']) continue;
    for (const table of tables) await fetchTable(metadata, table);
  }
}
