import { describe, expect, it } from 'vitest';
import { evidenceTypeOf } from './evidence-type.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('what a file is, by what it holds', () => {
  it.each([
    ['a PDF', '%PDF-1.7\n', 'application/pdf'],
    ['a JPEG', '\xff\xd8\xff\xe0\x00\x10JFIF', 'image/jpeg'],
    ['a PNG', '\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR', 'image/png'],
    ['a page', '<!doctype html><script>', undefined],
    ['a picture that is a program', '<svg xmlns="http://www.w3.org/2000/svg">', undefined],
    ['a program', 'MZ\x90\x00', undefined],
    ['a PDF behind something else', 'GIF89a%PDF-1.7', undefined],
    ['the beginning of a beginning', '%PDF', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, text, type) => {
    expect(evidenceTypeOf(bytes(text))).toBe(type);
  });
});
