import type { DataSet } from 'dicom-parser';
import { type Decode, decoderOf } from './character-set.ts';

/** A data set with the decoder of its character set: what the readers of attributes are given. */
export interface Attributes {
  dataSet: DataSet;
  decode: Decode;
}

/** A data set ready for reading; an item without its own character set has that of what contains it. */
export function attributesOf(dataSet: DataSet, inherited?: Decode): Attributes {
  const declared = dataSet.elements.x00080005 ? (dataSet.string('x00080005') ?? '').split('\\') : undefined;
  return { dataSet, decode: declared ? decoderOf(declared) : (inherited ?? decoderOf([])) };
}

function bytesOf({ dataSet }: Attributes, tag: string): Uint8Array | undefined {
  const element = dataSet.elements[tag];
  if (!element || element.items || element.length === 0) return undefined;
  return dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

/** The whole value as text, with its backslashes; undefined when absent or blank. */
export function text(attributes: Attributes, tag: string): string | undefined {
  const bytes = bytesOf(attributes, tag);
  if (!bytes) return undefined;
  const decoded = attributes.decode(bytes);
  const end = decoded.search(/[\0\s]+$/);
  return (end < 0 ? decoded : decoded.slice(0, end)).trimStart() || undefined;
}

/** The first of possibly several values (backslash-separated, PS3.5 6.4). */
export const first = (attributes: Attributes, tag: string): string | undefined =>
  text(attributes, tag)?.split('\\')[0]?.trim() || undefined;

/** An integer string (IS) value; undefined when it is no number. */
export function integer(attributes: Attributes, tag: string): number | undefined {
  const value = first(attributes, tag);
  return value && /^[+-]?\d{1,12}$/.test(value) ? Number(value) : undefined;
}

/** An unsigned short (US) value. */
export const short = ({ dataSet }: Attributes, tag: string): number | undefined =>
  (dataSet.elements[tag]?.length ?? 0) >= 2 ? dataSet.uint16(tag) : undefined;

/** The items of a sequence. */
export const items = ({ dataSet, decode }: Attributes, tag: string): Attributes[] =>
  (dataSet.elements[tag]?.items ?? []).flatMap(item =>
    item.dataSet ? [attributesOf(item.dataSet, decode)] : [],
  );
