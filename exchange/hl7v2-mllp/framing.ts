/** Minimal lower layer protocol (HL7 v2 transport specification, MLLP release 1): <VT> message <FS><CR>. */
export const startBlock = 0x0b;
export const endBlock = 0x1c;
const carriageReturn = 0x0d;

/** What came in: a whole message, what stood outside of any, or the beginning of one that was too long. */
export type Frame =
  | { kind: 'message'; bytes: Uint8Array }
  | { kind: 'noise'; length: number }
  | { kind: 'too-long'; beginning: Uint8Array };

interface Block {
  parts: Uint8Array[];
  length: number;
}

const joined = ({ parts }: Block): Uint8Array => (parts.length === 1 ? parts[0]! : Buffer.concat(parts));

const isNoise = (byte: number): boolean => byte !== carriageReturn && byte !== 0x0a && byte !== endBlock;

/** A sender that began again inside a message left the first attempt unfinished: only the last one counts. */
function lastAttempt(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const starts = ['MSH', 'FHS', 'BHS'].map(name => text.lastIndexOf(String.fromCharCode(startBlock) + name));
  const start = Math.max(...starts);
  return start < 0 ? bytes : bytes.subarray(start + 1);
}

/**
 * Cuts a stream into messages, however it was split into packets. What stands outside a block is counted and
 * skipped; the <CR> after <FS> is not insisted on. At most `limit` bytes of a message are held.
 */
export function createDeframer(limit: number): (chunk: Uint8Array) => Frame[] {
  let block: Block | undefined;

  const outside = (chunk: Uint8Array, from: number, frames: Frame[]): number => {
    const start = chunk.indexOf(startBlock, from);
    const end = start < 0 ? chunk.length : start;
    const length = chunk.subarray(from, end).filter(isNoise).length;
    if (length > 0) frames.push({ kind: 'noise', length });
    if (start >= 0) block = { parts: [], length: 0 };
    return end + 1;
  };

  const inside = (chunk: Uint8Array, from: number, current: Block, frames: Frame[]): number => {
    const found = chunk.indexOf(endBlock, from);
    const end = found < 0 ? chunk.length : found;
    if (current.length < limit) current.parts.push(chunk.slice(from, end));
    current.length += end - from;
    if (found < 0) return end;
    block = undefined;
    const bytes = joined(current);
    frames.push(
      current.length > limit
        ? { kind: 'too-long', beginning: bytes }
        : { kind: 'message', bytes: lastAttempt(bytes) },
    );
    return end + 1;
  };

  return chunk => {
    const frames: Frame[] = [];
    let at = 0;
    while (at < chunk.length) at = block ? inside(chunk, at, block, frames) : outside(chunk, at, frames);
    return frames;
  };
}

/** A message in its frame. */
export function frame(message: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(startBlock), message, Uint8Array.of(endBlock, carriageReturn)]);
}
