/** One part of a multipart body (RFC 2046 5.1), whole. */
export interface Part {
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** Thrown when a multipart body is not one, or a part is larger than allowed. */
export class MultipartProblem extends Error {
  readonly status: 400 | 413;
  constructor(status: 400 | 413, message: string) {
    super(message);
    this.name = 'MultipartProblem';
    this.status = status;
  }
}

const crlf = '\r\n';
const headLimit = 16_384;

/** The boundary parameter of a multipart content type (RFC 2046 5.1.1). */
export function boundaryOf(contentType: string): string {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (!boundary) throw new MultipartProblem(400, 'The content type names no boundary (RFC 2046 5.1.1).');
  return boundary;
}

/** Gathers chunks and cuts them at a mark; what follows stays for the next cut. */
function cutter(chunks: AsyncIterator<Uint8Array>) {
  let kept: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer | undefined> => {
    const next = await chunks.next();
    return next.done ? undefined : Buffer.from(next.value);
  };
  return {
    /** Bytes until the mark, which is dropped; undefined when the body ends before. */
    async until(mark: Buffer, limit: number): Promise<Buffer | undefined> {
      const pieces: Buffer[] = [];
      let size = 0;
      for (;;) {
        const at = kept.indexOf(mark);
        if (at >= 0) {
          pieces.push(kept.subarray(0, at));
          kept = kept.subarray(at + mark.length);
          return Buffer.concat(pieces);
        }
        // All but what may be the beginning of the mark is certain: it is put aside, not searched again.
        const certain = Math.max(0, kept.length - mark.length + 1);
        pieces.push(kept.subarray(0, certain));
        size += certain;
        if (size > limit) throw new MultipartProblem(413, `A part is larger than ${limit} bytes.`);
        const next = await more();
        if (!next) return undefined;
        kept = Buffer.concat([kept.subarray(certain), next]);
      }
    },
    /** The next bytes, without a mark. */
    async take(count: number): Promise<Buffer> {
      while (kept.length < count) {
        const next = await more();
        if (!next) break;
        kept = Buffer.concat([kept, next]);
      }
      const taken = kept.subarray(0, count);
      kept = kept.subarray(count);
      return taken;
    },
  };
}

function parseHeaders(head: Buffer): Record<string, string> {
  const lines = head.toString('latin1').split(crlf);
  return Object.fromEntries(
    lines.flatMap(line => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
}

const cut = () =>
  new MultipartProblem(400, 'The body ends before its closing boundary: it was cut on the way.');

/**
 * Reads a multipart body part by part: one part is in memory at a time, the rest waits in the socket.
 * @throws MultipartProblem 413 for a part beyond `limit`, 400 when the body ends before its closing boundary.
 */
export async function* readParts(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  limit: number,
): AsyncGenerator<Part> {
  const source = cutter(body[Symbol.asyncIterator]());
  const delimiter = Buffer.from(`${crlf}--${boundary}`);
  if ((await source.until(delimiter.subarray(2), headLimit)) === undefined) throw cut();
  while (!(await closes(source))) {
    const head = await readHead(source);
    const content = await source.until(delimiter, limit);
    if (content === undefined) throw cut();
    yield { headers: head, body: content };
  }
}

type Cutter = ReturnType<typeof cutter>;

/** After a delimiter: `--` ends the body; blanks and a line break begin a part. */
async function closes(source: Cutter): Promise<boolean> {
  const mark = await source.take(2);
  if (mark.toString('latin1') === '--') return true;
  if (mark.toString('latin1') === crlf) return false;
  if (mark.length < 2 || (await source.until(Buffer.from(crlf), headLimit)) === undefined) throw cut();
  return false;
}

async function readHead(source: Cutter): Promise<Record<string, string>> {
  const first = await source.take(2);
  if (first.toString('latin1') === crlf) return {};
  const rest = await source.until(Buffer.from(crlf + crlf), headLimit);
  if (rest === undefined) throw cut();
  return parseHeaders(Buffer.concat([first, rest]));
}

/** One part as bytes, its delimiter before it. */
export function formatPart(boundary: string, contentType: string, body: Uint8Array): Buffer {
  const head = `--${boundary}${crlf}Content-Type: ${contentType}${crlf}Content-Length: ${body.length}${crlf}${crlf}`;
  return Buffer.concat([Buffer.from(head), body, Buffer.from(crlf)]);
}

/** What ends a multipart body. */
export const closing = (boundary: string): Buffer => Buffer.from(`--${boundary}--${crlf}`);
