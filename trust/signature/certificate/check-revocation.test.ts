import { OCSPResponseStatus } from '@peculiar/asn1-ocsp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Listed, makeCrl, makeOcsp, type Said } from '../testing/evidence.ts';
import { type Issued, issue, makeHouse, noCheck, strange } from '../testing/issue.ts';
import { checkRevocation, type RevocationEvidence } from './check-revocation.ts';

const moment = new Date('2026-03-01T12:00:00Z');
const thisUpdate = new Date('2026-03-01T11:30:00Z');
const nextUpdate = new Date('2026-03-01T12:30:00Z');
const revokedAt = new Date('2026-02-01T00:00:00Z');
let root: Issued;
let authority: Issued;
let leaf: Issued;

beforeAll(async () => {
  ({ root, authority } = await makeHouse());
  leaf = await issue({ issuer: authority });
});

const judge = (evidence: RevocationEvidence, certificate = leaf, issuer = authority, at = moment) =>
  checkRevocation(evidence, { certificate: certificate.pem, issuer: issuer.pem, moment: at });

const ocsp = async (said: Partial<Said> = {}, about = leaf) => ({
  ocsp: await makeOcsp(about, authority, { thisUpdate, nextUpdate, ...said }),
});
const crl = async (listed: Partial<Listed> = {}, issuer = authority) => ({
  crl: await makeCrl(issuer, { thisUpdate, nextUpdate, ...listed }),
});

const responder = (wanted: Parameters<typeof issue>[0] = {}) =>
  issue({
    subject: 'CN=Responder',
    issuer: authority,
    purposes: ['1.3.6.1.5.5.7.3.9'],
    extensions: [noCheck],
    ...wanted,
  });

/** What the evidence is worth when any one byte of it is another. */
function changedOnce(bytes: Buffer, toEvidence: (changed: Buffer) => RevocationEvidence): string[] {
  const statuses = [0x01, 0x20, 0xff].flatMap(mask =>
    [...bytes.keys()].map(at => {
      const changed = Buffer.from(bytes);
      changed[at]! ^= mask;
      return judge(toEvidence(changed)).status;
    }),
  );
  return [...new Set(statuses)];
}

describe('an OCSP response (RFC 6960 §3.2)', () => {
  it('says good of the certificate, signed by its issuer', async () => {
    expect(judge(await ocsp())).toEqual({ status: 'good' });
  });

  it('says since when, and why, it is revoked', async () => {
    const revoked = { at: revokedAt, reason: 1 };
    expect(judge(await ocsp({ revoked }))).toEqual({
      status: 'revoked',
      at: revokedAt,
      reason: 'keyCompromise',
    });
  });

  it('may be signed by a responder whom the issuer certified for that', async () => {
    const signer = await responder();
    expect(judge(await ocsp({ responder: signer, enclosed: signer }))).toEqual({ status: 'good' });
  });

  it.each<[string, () => Promise<Partial<Said>>, string]>([
    ['the issuer does not know it', async () => ({ unknown: true }), 'unknown-to-issuer'],
    ['it is of later', async () => ({ thisUpdate: new Date(moment.getTime() + 1000) }), 'too-early'],
    ['it is of earlier', async () => ({ nextUpdate: new Date(moment.getTime() - 1000) }), 'too-old'],
    ['it has no end and is old', async () => ({ thisUpdate: revokedAt, nextUpdate: undefined }), 'too-old'],
    ['the responder had no answer', async () => ({ status: OCSPResponseStatus.tryLater }), 'not-successful'],
    ['a subject signed it', async () => ({ responder: leaf, enclosed: leaf }), 'signer-foreign'],
    ['its signer does not come along', async () => ({ responder: await responder() }), 'signer-foreign'],
  ])('says nothing when %s', async (_, said, why) => {
    expect(judge(await ocsp(await said()))).toEqual({ status: 'unknown', why });
  });

  it.each<[string, () => Parameters<typeof issue>[0]]>([
    ['for another purpose', () => ({ purposes: ['1.3.6.1.5.5.7.3.2'] })],
    ['by another authority', () => ({ issuer: root })],
    ['until yesterday', () => ({ notAfter: revokedAt })],
    ['to be asked after in turn', () => ({ extensions: [] })],
  ])('says nothing when its responder was certified %s', async (_, wanted) => {
    const signer = await responder(wanted());
    expect(judge(await ocsp({ responder: signer, enclosed: signer }))).toMatchObject({
      why: 'signer-foreign',
    });
  });

  it('says nothing of another certificate', async () => {
    const other = await issue({ issuer: authority });
    expect(judge(await ocsp({}, other))).toEqual({ status: 'unknown', why: 'not-asked-of' });
  });

  it('says nothing when its status is written as an INTEGER, though no signature covers it (RFC 6960 §4.2.1)', async () => {
    const { ocsp: bytes } = await ocsp();
    const changed = Buffer.from(bytes);
    const at = changed.indexOf(Buffer.from([0x0a, 0x01, 0x00]));
    changed[at] = 0x02;
    expect(judge({ ocsp: changed }).status).toBe('unknown');
  });

  it('says nothing once any one byte of it is another', async () => {
    const { ocsp: bytes } = await ocsp();
    expect(changedOnce(bytes, changed => ({ ocsp: changed }))).toEqual(['unknown']);
  });
});

describe('a revocation list (RFC 5280 §5, §6.3)', () => {
  it('says good of what it does not name', async () => {
    const other = await issue({ issuer: authority });
    const evidence = await crl({ entries: [{ certificate: other, at: revokedAt }] });
    expect(judge(evidence)).toEqual({ status: 'good' });
    expect(judge(await crl())).toEqual({ status: 'good' });
  });

  it.each([
    [undefined, 'unspecified'],
    [4, 'superseded'],
    [6, 'certificateHold'],
  ])('says since when, and why: %s', async (reason, said) => {
    const evidence = await crl({ entries: [{ certificate: leaf, at: revokedAt, reason }] });
    expect(judge(evidence)).toEqual({ status: 'revoked', at: revokedAt, reason: said });
  });

  it.each<[string, () => Promise<RevocationEvidence>, string]>([
    ['it is of later', () => crl({ thisUpdate: new Date(moment.getTime() + 1000) }), 'too-early'],
    ['it is of earlier', () => crl({ nextUpdate: new Date(moment.getTime() - 1000) }), 'too-old'],
    ['it says no end', () => crl({ nextUpdate: undefined }), 'malformed'],
    ['it has no number', () => crl({ extensions: [] }), 'malformed'],
    ['it is critical in a way nobody knows', () => crl({ extensions: [strange(true)] }), 'critical-unknown'],
    ['another authority made it', () => crl({}, root), 'signer-foreign'],
    [
      'somebody of that name made it',
      async () => crl({}, await issue({ subject: authority.subject })),
      'signature-invalid',
    ],
  ])('says nothing when %s', async (_, evidence, why) => {
    expect(judge(await evidence())).toEqual({ status: 'unknown', why });
  });

  it('says nothing when its issuer’s key is for certificates only', async () => {
    const strict = await issue({ subject: 'CN=Strict', issuer: root, isAuthority: true, usages: 1 << 5 });
    const below = await issue({ issuer: strict });
    expect(judge(await crl({}, strict), below, strict)).toMatchObject({ why: 'signer-foreign' });
  });

  it('says nothing once any one byte of it is another', async () => {
    const { crl: bytes } = await crl({ entries: [{ certificate: leaf, at: revokedAt, reason: 1 }] });
    expect(changedOnce(bytes, changed => ({ crl: changed }))).toEqual(['unknown']);
  });
});

describe('a question of revocation', () => {
  it('names the issuer who issued the certificate', async () => {
    expect(judge(await crl(), leaf, root)).toEqual({ status: 'unknown', why: 'issuer-foreign' });
  });

  it.each([Buffer.alloc(0), Buffer.from('3000', 'hex'), Buffer.from('text')])('%o is no evidence', bytes => {
    expect(judge({ ocsp: bytes })).toEqual({ status: 'unknown', why: 'malformed' });
    expect(judge({ crl: bytes })).toEqual({ status: 'unknown', why: 'malformed' });
  });
});
