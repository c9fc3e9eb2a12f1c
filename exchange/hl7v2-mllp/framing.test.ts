import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeframer, type Frame, frame } from './framing.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const told = (frames: Frame[]) =>
  frames.map(found => (found.kind === 'message' ? Buffer.from(found.bytes).toString('latin1') : found.kind));

function inPackets(stream: Uint8Array, sizes: readonly number[], limit = 1000): Frame[] {
  const deframe = createDeframer(limit);
  const frames: Frame[] = [];
  let at = 0;
  for (const size of sizes) {
    frames.push(...deframe(stream.subarray(at, at + size)));
    at += size;
  }
  return [...frames, ...deframe(stream.subarray(at))];
}

describe('messages in blocks (MLLP release 1)', () => {
  it('are the same wherever the packets are cut', () => {
    const stream = Buffer.concat([frame(bytes('MSH|one\rPID|1')), frame(bytes('MSH|two'))]);
    for (let cut = 0; cut <= stream.length; cut++)
      expect(told(inPackets(stream, [cut]))).toEqual(['MSH|one\rPID|1', 'MSH|two']);
  });

  it('survive any division of any stream', () => {
    const message = fc.stringMatching(/^[ -~\r\xc0-\xff]{1,40}$/);
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(message), sizes, (messages, packets) => {
        const stream = Buffer.concat(messages.map(text => frame(bytes(text))));
        expect(told(inPackets(stream, packets))).toEqual(messages);
      }),
    );
  });

  it('do not depend on the last carriage return, and noise between them is counted', () => {
    expect(told(inPackets(bytes('\x0bA\x1c\x0bB\x1c\r\n'), []))).toEqual(['A', 'B']);
    expect(inPackets(bytes('GET / HTTP/1.1\r\n\x0bA\x1c\r'), [])).toMatchObject([
      { kind: 'noise', length: 14 },
      { kind: 'message' },
    ]);
  });

  it('of a sender that began again count once, whole', () => {
    expect(told(inPackets(bytes('\x0bMSH|part\r\x0bMSH|whole\x1c\r'), [9]))).toEqual(['MSH|whole']);
    expect(told(inPackets(bytes('\x0bMSH|a\x0bb\x1c\r'), []))).toEqual(['MSH|a\x0bb']);
  });

  it('that are too long are not held, and what follows is read', () => {
    const stream = Buffer.concat([frame(bytes('x'.repeat(5000))), frame(bytes('short'))]);
    const found = inPackets(stream, Array(60).fill(100), 1000);
    expect(told(found)).toEqual(['too-long', 'short']);
    expect(found[0]?.kind === 'too-long' && found[0].beginning.length).toBeLessThan(1200);
  });
});
