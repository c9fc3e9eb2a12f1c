import { Inflate } from 'pako';

const limit = 1 << 30;

/**
 * Deflated Explicit VR Little Endian (PS3.5 A.5): the file meta stays as it is, the rest is inflated.
 * @throws Error when the stream is damaged, or inflates beyond a gigabyte.
 */
export function inflateDataSet(bytes: Uint8Array, position: number): Uint8Array {
  const chunks = [bytes.subarray(0, position)];
  let total = position;
  const inflate = new Inflate({ raw: true, chunkSize: 1 << 20 });
  inflate.onData = chunk => {
    total += chunk.length;
    if (total > limit) throw new Error('it inflates beyond one gigabyte');
    chunks.push(chunk);
  };
  inflate.push(bytes.subarray(position), true);
  if (inflate.err) throw new Error(inflate.msg);
  return join(chunks, total);
}

function join(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const whole = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
