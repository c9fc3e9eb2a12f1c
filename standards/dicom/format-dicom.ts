/** One element to write; a sequence's value is its items. */
export interface Element {
  /** Group and element, `0x00100020`. */
  tag: number;
  vr: string;
  value: string | number | Uint8Array | readonly (readonly Element[])[];
}

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const long = new Set(['OB', 'OW', 'OF', 'SQ', 'UN', 'UT', 'UC', 'UR']);

const concat = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

function integerBytes(value: number, size: 2 | 4): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  if (size === 2) view.setUint16(0, value, true);
  else view.setUint32(0, value, true);
  return bytes;
}

/** Values have an even length: UIDs and bytes are padded with NUL, text with a space (PS3.5 6.2). */
function pad(bytes: Uint8Array, vr: string): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  return concat([bytes, Uint8Array.of(vr === 'UI' || vr === 'OB' ? 0 : 0x20)]);
}

function valueBytes({ vr, value }: Element): Uint8Array {
  if (typeof value === 'number') return integerBytes(value, vr === 'UL' ? 4 : 2);
  if (typeof value === 'string') return pad(new TextEncoder().encode(value), vr);
  if (value instanceof Uint8Array) return pad(value, vr);
  return concat(value.map(item => formatItem(formatElements(item))));
}

const formatItem = (content: Uint8Array): Uint8Array =>
  concat([Uint8Array.of(0xfe, 0xff, 0x00, 0xe0), integerBytes(content.length, 4), content]);

function formatElement(element: Element): Uint8Array {
  const value = valueBytes(element);
  const tag = [integerBytes(element.tag >>> 16, 2), integerBytes(element.tag & 0xffff, 2)];
  const length = long.has(element.vr)
    ? [Uint8Array.of(0, 0), integerBytes(value.length, 4)]
    : [integerBytes(value.length, 2)];
  return concat([...tag, new TextEncoder().encode(element.vr), ...length, value]);
}

const formatElements = (elements: readonly Element[]): Uint8Array =>
  concat([...elements].sort((a, b) => a.tag - b.tag).map(formatElement));

const uidOf = (elements: readonly Element[], tag: number): string =>
  String(elements.find(element => element.tag === tag)?.value ?? '');

/**
 * Writes a DICOM file (PS3.10) in Explicit VR Little Endian; texts are UTF-8 (say so in (0008,0005)).
 * The File Meta Information is made from the SOP Class and Instance UIDs among the elements.
 */
export function formatDicom(elements: readonly Element[]): Uint8Array {
  const meta = formatElements([
    { tag: 0x00020001, vr: 'OB', value: Uint8Array.of(0, 1) },
    { tag: 0x00020002, vr: 'UI', value: uidOf(elements, 0x00080016) },
    { tag: 0x00020003, vr: 'UI', value: uidOf(elements, 0x00080018) },
    { tag: 0x00020010, vr: 'UI', value: explicitLittleEndian },
    { tag: 0x00020012, vr: 'UI', value: '2.25.93612783254166342211290041126551523' },
  ]);
  const length = formatElement({ tag: 0x00020000, vr: 'UL', value: meta.length });
  return concat([
    new Uint8Array(128),
    new TextEncoder().encode('DICM'),
    length,
    meta,
    formatElements(elements),
  ]);
}
