import { generateKeyPairSync, hash } from 'node:crypto';
import { type InnerList, parseDictionary } from 'structured-headers';
import { describe, expect, it } from 'vitest';
import { toP256Key, verifyEs256 } from '../ecdsa.ts';
import { checkMessageSignature, type MessageRules, messageKeyId } from './check-message-signature.ts';
import { checkContentDigest, toContentDigest } from './content-digest.ts';
import { rfcKey, rfcRequest, rfcResponse, rfcSignatures } from './fixtures/rfc9421.ts';
import { signMessage } from './sign-message.ts';
import { type HttpMessage, NotCovered, signatureBase } from './signature-base.ts';

const inputOf = (text: string): InnerList => parseDictionary(`sig=${text}`).get('sig') as InnerList;

describe('the examples of RFC 9421, appendix B.2', () => {
  it.each(rfcSignatures)('$section has this base', ({ input, base, of }) => {
    const message = of === 'request' ? rfcRequest : rfcResponse;
    expect(signatureBase(message, inputOf(input))).toBe(base);
  });

  it('B.2.4, by ecdsa-p256-sha256, verifies', () => {
    const { base, signature } = rfcSignatures.find(({ section }) => section === 'B.2.4')!;
    const verifies = (text: string) =>
      verifyEs256(toP256Key(rfcKey)!, Buffer.from(text), Buffer.from(signature!, 'base64'), 'ieee-p1363');
    expect(verifies(base)).toBe(true);
    expect(verifies(base.replace('200', '201'))).toBe(false);
  });
});

describe('components, as RFC 9421 §2 has them', () => {
  const message: HttpMessage = {
    method: 'GET',
    url: 'https://www.example.com/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something&twice=1&twice=2',
    headers: {
      'Example-Dict': '  a=1,    b=2;x=1;y=2,   c=(a   b   c), d  ',
      'Example-Header': ['value, with, lots', 'of, commas'],
      'Obs-Fold': 'Obsolete\r\n    line folding.',
      'Empty-Header': '',
    },
  };
  const lineOf = (component: string): string =>
    signatureBase(message, inputOf(`(${component})`)).split('\n')[0]!;

  it.each([
    ['"@query-param";name="var"', 'this%20is%20a%20big%0Amultiline%20value'],
    ['"@query-param";name="bar"', 'with%20plus%20whitespace'],
    ['"@query-param";name="fa%C3%A7ade%22%3A%20"', 'something'],
    ['"@scheme"', 'https'],
    ['"@authority"', 'www.example.com'],
    ['"@path"', '/parameters'],
    ['"example-dict";key="a"', '1'],
    ['"example-dict";key="b"', '2;x=1;y=2'],
    ['"example-dict";key="c"', '(a b c)'],
    ['"example-dict";key="d"', '?1'],
    ['"example-dict";sf', 'a=1, b=2;x=1;y=2, c=(a b c), d'],
    ['"example-dict"', 'a=1,    b=2;x=1;y=2,   c=(a   b   c), d'],
    ['"example-header";bs', ':dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:'],
    ['"example-header"', 'value, with, lots, of, commas'],
    ['"obs-fold"', 'Obsolete line folding.'],
    ['"empty-header"', ''],
  ])('%s is %s', (component, value) => {
    expect(lineOf(component)).toBe(`${component}: ${value}`);
  });

  it.each([
    ['"@query-param";name="twice"'],
    ['"@query-param";name="absent"'],
    ['"@query-param"'],
    ['"@method";req'],
    ['"@status"'],
    ['"Example-Header"'],
    ['"example-header";tr'],
    ['"example-dict";sf;bs'],
    ['"example-header";key="a"'],
    ['"absent"'],
    ['"a" "a"'],
  ])('%s is not covered by anything', component => {
    expect(() => lineOf(component)).toThrow(NotCovered);
  });
});

describe('Content-Digest (RFC 9530)', () => {
  const body = Buffer.from('{"hello": "world"}');
  const sha256 = toContentDigest(body);
  const sha512 = `sha-512=:${hash('sha512', body, 'base64')}:`;

  it.each<[string, string | undefined, string | undefined]>([
    ['sha-256', sha256, undefined],
    ['sha-512, as the RFC has it', rfcRequest.headers['Content-Digest'] as string, undefined],
    ['both', `${sha256}, ${sha512}`, undefined],
    ['one right, one wrong', `${sha256}, sha-512=:AAAA:`, 'digest-foreign'],
    ['of another body', toContentDigest(Buffer.from('x')), 'digest-foreign'],
    ['cut short', 'sha-256=:AAAA:', 'digest-foreign'],
    ['broken algorithms alone', 'md5=:AAAA:, sha=:AAAA:', 'digest-missing'],
    ['no header', undefined, 'digest-missing'],
    ['an empty one', '', 'digest-missing'],
    ['text instead of bytes', 'sha-256="AAAA"', 'digest-malformed'],
    ['no dictionary', 'sha-256=:', 'digest-malformed'],
  ])('%s', (_, header, why) => {
    expect(checkContentDigest(header, body)).toBe(why);
  });
});

describe('a signed request (RFC 9421 §3)', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = publicKey.export({ format: 'jwk' });
  const now = new Date('2026-03-01T12:00:00Z');
  const body = Buffer.from('{"resourceType":"Bundle"}');
  const request: HttpMessage = {
    method: 'POST',
    url: 'https://exchange.example/fhir/R4?_pretty=true',
    headers: { 'content-type': 'application/fhir+json', authorization: 'DPoP t' },
  };
  const rules: MessageRules = { keyid: 'dme-1', key, now, body };

  const signed = (
    change: Partial<Parameters<typeof signMessage>[1]> = {},
    message = request,
  ): HttpMessage => {
    const own = {
      key: privateKey.export({ format: 'jwk' }),
      keyid: 'dme-1',
      created: now,
      nonce: 'n-1',
      body,
    };
    const headers = signMessage(message, { ...own, ...change });
    return { ...message, headers: { ...message.headers, ...headers } };
  };
  const withInput = (change: (text: string) => string): HttpMessage => {
    const message = signed();
    const input = change(message.headers['Signature-Input'] as string);
    return { ...message, headers: { ...message.headers, 'Signature-Input': input } };
  };
  const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

  it('says its nonce, how long to remember it, and what to keep with the original', () => {
    const message = signed();
    expect(messageKeyId(message)).toBe('dme-1');
    expect(checkMessageSignature(message, rules)).toMatchObject({
      ok: true,
      keyid: 'dme-1',
      nonce: 'n-1',
      created: now,
      keepUntil: at(300),
      base: expect.stringContaining('"@target-uri": https://exchange.example/fhir/R4?_pretty=true'),
    });
  });

  it('without a body needs no digest', () => {
    const read = { method: 'GET', url: request.url!, headers: {} };
    const message = signed({ body: Buffer.alloc(0) }, read);
    expect(checkMessageSignature(message, { ...rules, body: Buffer.alloc(0) })).toMatchObject({ ok: true });
    expect(checkMessageSignature(message, rules)).toMatchObject({ why: 'component-uncovered' });
  });

  it('reaches us behind another writing of the same address', () => {
    const message = { ...signed(), url: 'HTTPS://Exchange.example:443/fhir/R4?_pretty=true' };
    expect(checkMessageSignature(message, rules)).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<HttpMessage>]>([
    ['method', { method: 'PUT' }],
    ['path', { url: 'https://exchange.example/fhir/R5?_pretty=true' }],
    ['query', { url: 'https://exchange.example/fhir/R4?_pretty=false' }],
    ['host', { url: 'https://elsewhere.example/fhir/R4?_pretty=true' }],
    ['scheme', { url: 'http://exchange.example/fhir/R4?_pretty=true' }],
  ])('with another %s is refused', (_, change) => {
    expect(checkMessageSignature({ ...signed(), ...change }, rules)).toMatchObject({
      why: 'signature-invalid',
    });
  });

  it('with another type of content is refused', () => {
    const message = signed();
    const headers = { ...message.headers, 'content-type': 'application/fhir+xml' };
    expect(checkMessageSignature({ ...message, headers }, rules)).toMatchObject({ why: 'signature-invalid' });
  });

  it('with another body is refused, with its digest or with another one', () => {
    const other = Buffer.from('{"resourceType":"Patient"}');
    const message = signed();
    const headers = { ...message.headers, 'Content-Digest': toContentDigest(other) };
    expect(checkMessageSignature(message, { ...rules, body: other })).toMatchObject({
      why: 'digest-foreign',
    });
    expect(checkMessageSignature({ ...message, headers }, { ...rules, body: other })).toMatchObject({
      why: 'signature-invalid',
    });
  });

  it.each<[string, () => HttpMessage, string, Partial<MessageRules>?]>([
    ['without a signature', () => request, 'missing'],
    [
      'with half of one',
      () => ({ ...request, headers: { ...request.headers, Signature: 'sig=:AA==:' } }),
      'missing',
    ],
    ['with a signature that is no dictionary', () => withInput(() => '((('), 'malformed'],
    ['with two signatures', () => withInput(text => `${text}, other=("@method")`), 'ambiguous'],
    ['with a label of its own', () => withInput(text => text.replace(/^sig=/, 'gis=')), 'malformed'],
    ['by a key of another name', () => signed({ keyid: 'dme-2' }), 'key-foreign'],
    ['by a key without a name', () => withInput(text => text.replace(';keyid="dme-1"', '')), 'key-unnamed'],
    [
      'by another algorithm',
      () => withInput(text => text.replace('ecdsa-p256-sha256', 'hmac-sha256')),
      'algorithm-refused',
    ],
    ['of no moment', () => withInput(text => text.replace(/;created=\d+/, '')), 'created-missing'],
    [
      'of half a moment',
      () => withInput(text => text.replace(/;created=\d+/, ';created=1.5')),
      'created-missing',
    ],
    ['without a nonce', () => withInput(text => text.replace(';nonce="n-1"', '')), 'nonce-missing'],
    ['of six minutes ago', () => signed({ created: at(-301) }), 'too-old'],
    ['of the next minute', () => signed({ created: at(31) }), 'too-early'],
    [
      'expired by its own word',
      () => withInput(text => `${text};expires=${now.getTime() / 1000 - 1}`),
      'expired',
    ],
    [
      'that leaves the method out',
      () => withInput(text => text.replace('"@method" ', '')),
      'component-uncovered',
    ],
    [
      'that leaves the digest out',
      () => withInput(text => text.replace('"content-digest" ', '')),
      'component-uncovered',
    ],
    [
      'that covers another message’s method',
      () => withInput(text => text.replace('"@method"', '"@method";req')),
      'component-uncovered',
    ],
    [
      'that covers what is not there',
      () => withInput(text => text.replace('("@method"', '("@method" "x-absent"')),
      'component-absent',
    ],
    [
      'that covers the method twice',
      () => withInput(text => text.replace('("@method"', '("@method" "@method"')),
      'component-absent',
    ],
    [
      'that covers what nobody knows',
      () => withInput(text => text.replace('("@method"', '("@method" "@unknown"')),
      'component-absent',
    ],
    ['that leaves out what is asked', () => signed(), 'component-uncovered', { required: ['authorization'] }],
    [
      'by a key of another curve',
      () => signed(),
      'key-refused',
      { key: { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA' } },
    ],
    ['of a nonce that was changed', () => withInput(text => text.replace('n-1', 'n-2')), 'signature-invalid'],
  ])('%s is refused', (_, message, why, change = {}) => {
    expect(checkMessageSignature(message(), { ...rules, ...change })).toEqual({ ok: false, why });
  });

  it('covers what is asked besides', () => {
    const message = signed({ alsoCovered: ['authorization'] });
    const asked = { ...rules, required: ['authorization'] };
    expect(checkMessageSignature(message, asked)).toMatchObject({ ok: true });
    const headers = { ...message.headers, authorization: 'DPoP stolen' };
    expect(checkMessageSignature({ ...message, headers }, asked)).toMatchObject({ why: 'signature-invalid' });
  });

  it('in DER is refused: HTTP signatures are r and s, 32 bytes each (§3.3.4)', () => {
    const message = signed();
    const headers = { ...message.headers, Signature: 'sig=:MEUCIQ==:' };
    expect(checkMessageSignature({ ...message, headers }, rules)).toMatchObject({ why: 'signature-invalid' });
  });
});
