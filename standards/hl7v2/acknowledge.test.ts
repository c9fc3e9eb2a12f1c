import { describe, expect, it } from 'vitest';
import { acknowledge, get, isBatch, messagesOf, parse, perPatient } from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (message: Uint8Array) => new TextDecoder().decode(message);
const message = (version = '2.5.1', rest = '') =>
  bytes(`MSH|^~\\&|LAB|CHUM^1.2^ISO|CONTINUUM|RSSS|20260301||ORU^R01^ORU_R01|42|P|${version}${rest}\rPID|1`);
const answer = { controlId: 'A1', at: '20260301101500+0000' };

describe('the acknowledgment (v2.5.1 2.9.2, 2.14.1)', () => {
  it('swaps sender and receiver, names the message and mirrors its version and processing id', () => {
    const ack = acknowledge(parse(message()), { ...answer, code: 'AA' });
    expect(text(ack)).toBe(
      'MSH|^~\\&|CONTINUUM|RSSS|LAB|CHUM^1.2^ISO|20260301101500+0000||ACK^R01^ACK|A1|P|2.5.1\rMSA|AA|42\r',
    );
  });

  it('tells each problem with its code, place and sentence', () => {
    const problems = [
      { severity: 'E', code: 101, location: 'OBX[2]-3[1].1', text: 'OBX-3 is missing: a|b' },
    ] as const;
    const ack = text(acknowledge(parse(message()), { ...answer, code: 'AE', text: 'Not used', problems }));
    expect(ack.split('\r')[1]).toBe('MSA|AE|42|Not used');
    expect(ack.split('\r')[2]).toBe(
      'ERR||OBX^2^3^1^1|101^Required field missing^HL70357|E||||OBX-3 is missing: a\\F\\b',
    );
  });

  it('is written as versions before 2.5 knew it', () => {
    const problems = [{ severity: 'E', code: 200, location: 'MSH-9', text: 'No' }] as const;
    const ack = text(acknowledge(parse(message('2.3')), { ...answer, code: 'AR', problems }));
    expect(ack.split('\r').slice(0, 3)).toEqual([
      'MSH|^~\\&|CONTINUUM|RSSS|LAB|CHUM^1.2^ISO|20260301101500+0000||ACK|A1|P|2.3',
      'MSA|AR|42',
      'ERR|MSH^1^9^200&Unsupported message type&HL70357',
    ]);
  });

  it('answers in the separators and the character set of the sender', () => {
    const input = Uint8Array.from('MSH#*~!%#LAB#X#C#R#2026##ORU*R01#7#P#2.5#####é#8859/1\r', c =>
      c.charCodeAt(0),
    );
    const ack = acknowledge(parse(input), { ...answer, code: 'AA', text: 'reçu' });
    expect([...ack]).toContain(0xe7);
    expect(text(ack)).toContain('MSA#AA#7#re');
    expect(get(parse(ack), 'MSH-18')).toBe('8859/1');
  });

  it('is given even when nothing could be read', () => {
    const problems = [{ severity: 'E', code: 100, location: 'MSH', text: 'No MSH.' }] as const;
    expect(get(parse(acknowledge(undefined, { ...answer, code: 'AR', problems })), 'MSA-1')).toBe('AR');
  });
});

describe('batches (v2.5.1 2.10.3) and several patients (7.3.1)', () => {
  it('are cut into messages byte for byte', () => {
    const batch = bytes(`FHS|^~\\&\rBHS|^~\\&\r${text(message())}\r${text(message())}\rBTS|2\rFTS|1\r`);
    expect(isBatch(batch)).toBe(true);
    expect(messagesOf(batch).map(text)).toEqual([`${text(message())}\r`, `${text(message())}\r`]);
    expect(messagesOf(bytes('BHS|^~\\&\rBTS|0\r'))).toEqual([]);
  });

  it('a single message is left alone', () => {
    const single = message();
    expect(messagesOf(single)[0]).toBe(single);
    expect(perPatient(single)[0]).toBe(single);
  });

  it('a message about two usagers becomes one for each, under the same header', () => {
    const two = bytes('MSH|^~\\&|A\rPID|1\rOBX|1\rPID|2\rOBX|2\r');
    expect(perPatient(two).map(text)).toEqual(['MSH|^~\\&|A\rPID|1\rOBX|1\r', 'MSH|^~\\&|A\rPID|2\rOBX|2\r']);
  });
});
