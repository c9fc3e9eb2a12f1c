import { describe, expect, it } from 'vitest';
import { type Confirmation, checkConfirmation, type Shown, toCertificateThumbprint } from './confirmation.ts';

const certificate = Buffer.from('a certificate');
const x5t = toCertificateThumbprint(certificate);

describe('a token bound to a key (RFC 9449 §6, RFC 8705 §3)', () => {
  it.each<[string, Confirmation | undefined, Shown, string | undefined]>([
    ['by nothing, shown with nothing', undefined, {}, 'unbound'],
    ['by nothing, in other words', {}, { thumbprint: 'k' }, 'unbound'],
    ['to a proof’s key, with that proof', { jkt: 'k' }, { thumbprint: 'k' }, undefined],
    ['to a proof’s key, without proof', { jkt: 'k' }, { certificate }, 'proof-missing'],
    ['to a proof’s key, with another proof', { jkt: 'k' }, { thumbprint: 'm' }, 'proof-foreign'],
    ['to a certificate, over its connection', { 'x5t#S256': x5t }, { certificate }, undefined],
    ['to a certificate, without one', { 'x5t#S256': x5t }, { thumbprint: 'k' }, 'certificate-missing'],
    ['to a certificate, over another one’s', { 'x5t#S256': 'x' }, { certificate }, 'certificate-foreign'],
    ['to both, with one', { jkt: 'k', 'x5t#S256': x5t }, { thumbprint: 'k' }, 'certificate-missing'],
    ['to both, with both', { jkt: 'k', 'x5t#S256': x5t }, { thumbprint: 'k', certificate }, undefined],
    ['in a way nobody knows', { jwe: 'x' } as Confirmation, { thumbprint: 'k' }, 'confirmation-unknown'],
    ['to what is no text', { jkt: 3 } as unknown as Confirmation, { thumbprint: '3' }, 'proof-foreign'],
  ])('%s', (_, confirmation, shown, why) => {
    expect(checkConfirmation(confirmation, shown)).toBe(why);
  });
});
