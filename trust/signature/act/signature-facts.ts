import type { Coding, Resource } from '@continuum/standards-fhir';
import { canonicalText, type Json } from '@continuum/trust-audit';
import type { Assertion } from '../assertion.ts';
import { type Anchor, isAnchor } from './anchor.ts';
import {
  anchorUrl,
  bare,
  certificateUrl,
  revocationUrl,
  type SignatureFacts,
  toProvenanceSignature,
} from './provenance.ts';
import { refuse } from './refused.ts';

interface Written {
  id: string;
  target: { reference: string }[];
  recorded: string;
  activity: { coding: Coding[] };
  agent: { who: { reference: string }; onBehalfOf?: { reference: string } }[];
  signature: { data: string; extension: { url: string; valueBase64Binary: string }[] }[];
}

const parsed = <T>(base64: string): T => JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as T;

const isText = (value: unknown): boolean => typeof value === 'string';

const areTexts = ({ id, target, claims, assertion }: SignatureFacts): boolean => {
  const { clientDataJSON, authenticatorData, signature } = assertion.response;
  const said = [id, target, claims.signer, claims.recorded, claims.onBehalfOf ?? ''];
  return [...said, assertion.id, clientDataJSON, authenticatorData, signature].every(isText);
};

/** One text for an anchor: base64 of its canonical JSON. */
function readAnchor(extension: Written['signature'][number]['extension'][number]): Anchor {
  const anchor = parsed<unknown>(extension.valueBase64Binary);
  if (!isAnchor(anchor) || Object.keys(extension).length !== 2) refuse('signature-malformed');
  const text = canonicalText({ ...anchor, head: { ...anchor.head } });
  return Buffer.from(text).toString('base64') === extension.valueBase64Binary
    ? anchor
    : refuse('signature-malformed');
}

/** What a body that is not of the expected shape throws when it is read. */
const isOfShape = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError;

/** Reads the facts back; what is missing shows when the Provenance is made again from them. */
function readFacts({ id, target, recorded, activity, agent, signature }: Written): SignatureFacts {
  const [{ data, extension }] = signature as [Written['signature'][number]];
  const bytes = (wanted: string): Buffer[] =>
    extension.filter(({ url }) => url === wanted).map(it => Buffer.from(it.valueBase64Binary, 'base64'));
  const onBehalfOf = agent[0]!.onBehalfOf?.reference;
  return {
    id,
    target: target[0]!.reference,
    claims: {
      activity: activity.coding[0]!,
      signer: agent[0]!.who.reference,
      ...(onBehalfOf !== undefined && { onBehalfOf }),
      recorded,
    },
    assertion: parsed<Assertion>(data),
    certificates: bytes(certificateUrl),
    ocsp: bytes(revocationUrl)[0]!,
  };
}

/** The facts that a Provenance says, unchecked; undefined when it is none of an act. */
export function tryFacts(provenance: Resource): SignatureFacts | undefined {
  try {
    return readFacts(provenance as unknown as Written);
  } catch (error) {
    if (isOfShape(error)) return undefined;
    throw error;
  }
}

/**
 * The facts that a Provenance carries, and its anchor. Ends as malformed when the Provenance is not, to the last member,
 * the one that follows from its facts: nothing can be added to it, moved in it, or said twice.
 */
export function factsOf(provenance: Resource): { facts: SignatureFacts; anchor: Anchor } {
  try {
    const written = provenance as unknown as Written;
    const facts = readFacts(written);
    const again = toProvenanceSignature(facts);
    if (!areTexts(facts)) refuse('signature-malformed');
    if (canonicalText(again as Json) !== canonicalText(bare(provenance) as Json))
      refuse('signature-malformed');
    const anchors = written.signature[0]!.extension.filter(({ url }) => url === anchorUrl);
    if (anchors.length === 0) refuse('anchor-missing');
    if (anchors.length > 1) refuse('signature-malformed');
    return { facts, anchor: readAnchor(anchors[0]!) };
  } catch (error) {
    if (isOfShape(error)) refuse('signature-malformed');
    throw error;
  }
}
