import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundaryOf, closing, formatPart, MultipartProblem, readParts } from './multipart.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size = 7, limit = 1000) {
  const parts = [];
  for await (const part of readParts(inChunks(bytes, size), 'b', limit)) parts.push(part);
  return parts;
}

describe('multipart bodies (RFC 2046 5.1)', () => {
  test('any parts, cut anywhere on the way, come out byte for byte', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 200 })),
        fc.integer({ min: 1, max: 50 }),
        async (bodies, size) => {
          const whole = Buffer.concat([
            ...bodies.map(body => formatPart('b', 'application/dicom', body)),
            closing('b'),
          ]);
          const safe = bodies.every(body => !Buffer.from(body).includes('\r\n--b'));
          fc.pre(safe);
          const parts = await read(whole, size);
          expect(parts.map(part => [...part.body])).toEqual(bodies.map(body => [...body]));
          expect(parts.every(part => part.headers['content-type'] === 'application/dicom')).toBe(true);
        },
      ),
    ));

  test('a body cut before its closing boundary is told, not taken for whole', async () => {
    const whole = formatPart('b', 'application/dicom', new Uint8Array(20));
    await expect(read(whole.subarray(0, 60))).rejects.toThrow(MultipartProblem);
  });

  test('a part beyond the limit is refused before it is whole in memory', async () => {
    const whole = Buffer.concat([formatPart('b', 'application/dicom', new Uint8Array(5000)), closing('b')]);
    await expect(read(whole)).rejects.toMatchObject({ status: 413 });
  });

  test('a preamble, a boundary in quotes and parts without headers are allowed', async () => {
    expect(boundaryOf('multipart/related; type="application/dicom"; boundary="a b"')).toBe('a b');
    expect(() => boundaryOf('multipart/related')).toThrow(MultipartProblem);
    const [part] = await read(Buffer.from('preamble\r\n--b\r\n\r\nhello\r\n--b--'));
    expect(part).toMatchObject({ headers: {}, body: Buffer.from('hello') });
  });
});
