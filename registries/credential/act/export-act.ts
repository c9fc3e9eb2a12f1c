import type { Access, Denied } from '@continuum/record-gate';
import { formatJson, parseJson, type Resource } from '@continuum/standards-fhir';
import { type ActVerdict, serialToAsk, verifyAct, withAnchor } from '@continuum/trust-signature';
import type { Authority } from '../authority/authority.ts';

/** A signed act as it leaves: with all that proves it. */
export type ActExport =
  | { outcome: 'found'; text: string; version: number; activity: string }
  /** The journal numbers it within seconds; until then nothing proves by when it was signed. */
  | { outcome: 'pending' }
  | { outcome: 'not-found' }
  | Denied;

const bundleOf = (bodies: readonly string[]): string =>
  `{"resourceType":"Bundle","type":"collection","entry":[${bodies.map(it => `{"resource":${it}}`).join(',')}]}`;

/** What the authority says now of a certificate whose answer of then named no signature, as those of before did not. */
async function statusFor(provenance: Resource, authority: Pick<Authority, 'statusOf'>) {
  const serial = serialToAsk(provenance);
  return serial === undefined ? undefined : (await authority.statusOf(serial)).toString('base64');
}

/**
 * The export of a signed act: a Bundle with the version that was signed, its Provenance, and the anchor of the journal, with the
 * certificates up to the root's. `verifyAct` needs nothing else but the root. Read through the gate, by whoever may.
 * @param version by default the newest that was signed.
 */
export async function exportAct(
  access: Access,
  authority: Pick<Authority, 'journalCertificates' | 'statusOf'>,
  act: { type: string; id: string; version?: number },
): Promise<ActExport> {
  const read = await access.readSigned(act.type, act.id, act.version);
  if (read.outcome !== 'found') return read;
  const { anchor, activity } = read;
  const ders = anchor && (await authority.journalCertificates(anchor.head.key, new Date(anchor.head.at)));
  if (!anchor || !ders) return { outcome: 'pending' };
  const certificates = ders.map(der => der.toString('base64'));
  const provenance = parseJson(read.provenance.body) as Resource;
  const status = await statusFor(provenance, authority);
  const shown = withAnchor(provenance, { ...anchor, certificates, ...(status && { status }) });
  const text = bundleOf([read.act.body, formatJson(shown)]);
  return { outcome: 'found', text, version: read.act.version, activity };
}

/** What an export proves, by the authority's own root: what `continuum verify` says of it. */
export const verdictOf = (text: string, { root }: Pick<Authority, 'root'>): ActVerdict =>
  verifyAct(text, [root])[0]!;
