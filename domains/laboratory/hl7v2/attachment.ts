import { read, type Segment } from '@continuum/standards-hl7v2';
import { type Context, remark } from './context.ts';

/** A document inside a result: FHIR Attachment. */
export interface Attachment {
  contentType: string;
  data?: string;
  url?: string;
  title?: string;
}

const types: Record<string, string> = {
  pdf: 'application/pdf',
  html: 'text/html',
  htm: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  tiff: 'image/tiff',
  rtf: 'text/rtf',
  xml: 'text/xml',
  plain: 'text/plain',
  text: 'text/plain',
};

/** Tables 0191 and 0291, or a MIME type written out, to a MIME type. */
function contentType(kind: string | undefined, subtype: string | undefined, data: string): string {
  if (data.startsWith('JVBERi0')) return 'application/pdf';
  const written = [subtype, kind].find(text => text && /^[\w.+-]+\/[\w.+-]+$/.test(text));
  const named = [subtype, kind].map(text => types[text?.toLowerCase() ?? '']).find(Boolean);
  return written ?? named ?? 'application/octet-stream';
}

/** ED.4 (table 0299): Base64 as it is, hexadecimal and plain text turned into it. */
function toBase64(data: string, encoding: string | undefined): string | undefined {
  if (encoding?.toLowerCase() === 'hex')
    return Buffer.from(data.replaceAll(/\s/g, ''), 'hex').toString('base64');
  if (encoding?.toUpperCase() === 'A') return Buffer.from(data, 'utf8').toString('base64');
  const text = data.replaceAll(/\s/g, '');
  // One class, no groups: a document of several megabytes would not fit in the stack of what matches.
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text : undefined;
}

function embedded(obx: Segment, path: string, place: string, context: Context): Attachment | undefined {
  const at = (n: number) => read(obx, `${path}.${n}`);
  const sent = at(5) ?? (at(2) === undefined ? at(1) : undefined);
  if (sent === undefined) {
    remark(context, place, 'The document is empty: send its content in the fifth component.');
    return undefined;
  }
  const data = toBase64(sent, at(4));
  if (!data) {
    remark(context, place, 'The document is not valid Base64: it was not used. Send it again, whole.');
    return undefined;
  }
  return { contentType: contentType(at(2), at(3), data), data };
}

function pointed(obx: Segment, path: string, place: string, context: Context): Attachment | undefined {
  const at = (n: number) => read(obx, `${path}.${n}`);
  const url = at(1)?.trim() ?? '';
  if (/^https?:\/\/\S+$/.test(url)) return { contentType: contentType(at(3), at(4), ''), url };
  remark(context, place, 'The pointer is not an address that can be opened: embed the document.');
  return undefined;
}

/** A base64 PDF sent as text: some systems know no better. */
const isHiddenPdf = (obx: Segment): boolean => /^JVBERi0[A-Za-z0-9+/=\s]{40,}$/.test(obx.fields[5] ?? '');

/** Is the value a document (ED, RP, or a PDF in disguise)? */
export function isDocument(obx: Segment): boolean {
  return ['ED', 'RP'].includes(read(obx, '2.1') ?? '') || isHiddenPdf(obx);
}

/** ED (v2.5.1 2.A.24) and RP (2.A.66) to Attachment; undefined, with a remark, when nothing can be opened. */
export function attachmentOf(obx: Segment, place: string, context: Context): Attachment | undefined {
  const read5 = read(obx, '2.1') === 'RP' ? pointed : embedded;
  const found = read5(obx, '5', place, context);
  const title = read(obx, '3.2') ?? read(obx, '3.1');
  return found && { ...found, ...(title ? { title } : {}) };
}
