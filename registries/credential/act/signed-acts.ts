import { hash, randomUUID } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import type { Access, Change, DoorEvent, Gate, Origin } from '@continuum/record-gate';
import { formatJson, type Issue, parseJson, type Resource, validate } from '@continuum/standards-fhir';
import { type ActCode, actOf, actSystem, maySign } from '@continuum/trust-access';
import {
  type ActClaims,
  type Assertion,
  actStatement,
  checkSignedAct,
  parseClientData,
  type SignatureFacts,
  signatureNonce,
  signedAct,
  toProvenanceSignature,
} from '@continuum/trust-signature';
import type { Authority } from '../authority/authority.ts';
import { type Credential, keepSignCount, readCredential } from '../credential.ts';
import { signCountOf } from '../sign-count.ts';
import { keepPrepared, type PreparedRow, preparedFor, takePrepared } from './prepared-act.ts';
import type { Signer } from './signer.ts';

/** What somebody is about to sign. */
export interface ActProposal {
  code: ActCode;
  /** The act, valid but for its `id` when it is new; of an update, with the id that it has. */
  resource: Resource;
  /** Of an update: the version that it replaces. */
  replaces?: number;
}

/** What the browser needs to show and to sign. */
export interface PreparedAct {
  /** Base64url; the browser makes it again from `statement`, and signs that. */
  challenge: string;
  /** The canonical text that is signed. */
  statement: string;
  /** The act as it will be kept, JSON; it comes back with its signature. */
  act: string;
  expires: Date;
  /** Which key signs, and the name that its holder signs in with. */
  key: { id: string; kind: Credential['kind']; userName: string };
}

/** What comes back. */
export interface SignedRequest {
  act: string;
  assertion: Assertion;
}

/** Why no act was made. `text` is for who signs: what to do; an intruder learns nothing of it. */
export interface ActRefusal {
  ok: false;
  why: 'not-allowed' | 'invalid' | 'not-prepared' | 'not-signed' | 'overtaken' | 'unavailable';
  text: string;
  issues?: readonly Issue[];
}

export type PrepareOutcome = { ok: true; prepared: PreparedAct } | ActRefusal;
export type SignOutcome =
  | { ok: true; act: string; version: number; provenance: string; code: ActCode }
  | ActRefusal;

/**
 * The acts that persons sign with their own key. What may be signed is the table of acts (trust/access); the room of an act
 * makes its resource and calls `prepare`, and the screen's answer comes to `sign`.
 */
export interface SignedActs {
  /** Gives an act its id and its statement, for some minutes, to be signed once by that person in that session. */
  prepare(signer: Signer, proposal: ActProposal): Promise<PrepareOutcome>;
  /** Checks everything again, and writes the act with its signature in one commit. */
  sign(signer: Signer, request: SignedRequest): Promise<SignOutcome>;
}

export interface SignedActsDeps {
  pool: Pool;
  gate: Pick<Gate, 'open' | 'attempt'>;
  authority: Authority;
  /** The name of the key that signs the journal's heads. */
  journalKey: () => Promise<{ id: string }>;
  clock?: () => Date;
}

const refusals: Record<ActRefusal['why'], string> = {
  'not-allowed': 'Your profile does not sign this act, or your key no longer counts.',
  invalid: 'What is to be signed is not valid.',
  'not-prepared': 'What was signed is not what was prepared for you here, or its time is over: begin again.',
  'not-signed': 'The signature of your key does not hold for this act: begin again.',
  overtaken: 'It has changed meanwhile: read it again, and begin again.',
  unavailable:
    'Nothing can be signed now: the journal’s key has no certificate that counts. Tell who operates the platform.',
};

const refuse = (why: ActRefusal['why'], issues?: readonly Issue[]): ActRefusal => ({
  ...{ ok: false, why, text: refusals[why] },
  ...(issues && { issues }),
});

const errorsOf = (resource: Resource): Issue[] =>
  validate(resource).filter(({ severity }) => severity === 'error' || severity === 'fatal');

const claimsOf = (code: ActCode, signer: string, recorded: string, onBehalfOf: string | null): ActClaims => ({
  activity: { system: actSystem, code, display: actOf(code).display },
  signer,
  ...(onBehalfOf !== null && { onBehalfOf }),
  recorded,
});

const organizationOf = ({ actor }: Signer): string | null =>
  actor.organization ? `Organization/${actor.organization.id}` : null;

/** Whether a proposal is of the table's shape. */
function isProposed({ code, resource, replaces }: ActProposal): boolean {
  const { type, change } = actOf(code);
  const isUpdate = replaces !== undefined && resource.id !== undefined;
  const isNew = replaces === undefined && resource.id === undefined;
  return resource.resourceType === type && (change === 'create' ? isNew : isUpdate);
}

type Identified = Resource & { id: string };

function parsedAct(text: string): Identified | undefined {
  try {
    const parsed = parseJson(text) as Identified | null;
    return typeof parsed?.resourceType === 'string' && typeof parsed.id === 'string' ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `meta` is not signed: it is what the table says, whoever sends another. */
function asKept({ resourceType, id, meta: _, ...content }: Identified, code: ActCode): Identified {
  return { resourceType, id, meta: { profile: [actOf(code).profile] }, ...content };
}

const changeOf = (act: Identified, replaces: number | null): Change =>
  replaces === null
    ? { verb: 'create', resource: act, fresh: true }
    : { verb: 'upsert', resource: act, ifMatch: replaces };

type WriteFailure = Exclude<Awaited<ReturnType<Access['write']>>, { outcome: 'written' }>;

function notWritten(outcome: WriteFailure): ActRefusal {
  if (outcome.outcome === 'denied') return { ...refuse('not-allowed'), text: outcome.decision.text };
  if (outcome.outcome === 'invalid') return refuse('invalid', outcome.issues);
  return refuse('overtaken');
}

/** Opens the signing of acts over the database, the authority and the gate. */
export function createSignedActs(deps: SignedActsDeps): SignedActs {
  const { pool, gate, authority, clock = () => new Date() } = deps;

  const attempted = async (signer: Signer, refusal: ActRefusal, detail?: string): Promise<ActRefusal> => {
    const why = `act:${detail ?? refusal.why}`;
    const { actor, origin } = signer;
    const event: DoorEvent = { action: 'attempt', outcome: 'denied', actor, origin, why };
    await gate.attempt(event);
    return refusal;
  };

  /** The signer's key, while it counts and is theirs. */
  const keyOf = async ({ actor }: Signer, now: Date): Promise<Credential | undefined> => {
    const key = await readCredential(pool, actor.credential.id, now);
    return key?.counts && key.holder === actor.id ? key : undefined;
  };

  const isTimeTold = async (now: Date): Promise<boolean> =>
    (await authority.journalCertificates((await deps.journalKey()).id, now)) !== undefined;

  async function prepare(signer: Signer, proposal: ActProposal): Promise<PrepareOutcome> {
    const { code, resource, replaces } = proposal;
    const now = clock();
    const key = await keyOf(signer, now);
    if (!maySign(signer.actor, code) || key === undefined) return attempted(signer, refuse('not-allowed'));
    if (!isProposed(proposal)) throw new TypeError(`The resource is not one that "${code}" makes.`);
    const act = asKept({ ...resource, id: resource.id ?? randomUUID() }, code);
    const errors = errorsOf(act);
    if (errors.length > 0) return refuse('invalid', errors);
    if (!(await isTimeTold(now))) return refuse('unavailable');
    const access = gate.open(signer.actor, signer.purpose, signer.origin);
    const signing = { code, recorded: now };
    const denied = await access.mayWrite([changeOf(act, replaces ?? null)], signing);
    if (denied) return { ...refuse('not-allowed'), text: denied.decision.text };
    const recorded = now.toISOString();
    const onBehalfOf = organizationOf(signer);
    const claims = claimsOf(code, signer.actor.id, recorded, onBehalfOf);
    const challenge = signedAct(act, claims).toString('base64url');
    const row = {
      challenge,
      credential: key.id,
      act: code,
      recorded,
      onBehalfOf,
      replaces: replaces ?? null,
    };
    if (!(await keepPrepared(pool, signer, row, now))) return refuse('overtaken');
    const prepared: PreparedAct = {
      ...{ challenge, statement: actStatement(act, claims), act: formatJson(act) },
      expires: new Date(now.getTime() + preparedFor),
      key: { id: key.id, kind: key.kind, userName: key.userName },
    };
    return { ok: true, prepared };
  }

  /** All that the verification will need, gathered now: the chain, and what OCSP says, now that it was signed, of this signature. */
  async function factsOf(
    signer: Signer,
    key: Credential,
    row: PreparedRow,
    act: Identified,
    assertion: Assertion,
  ): Promise<SignatureFacts | undefined> {
    const certificate = (await authority.list(signer.actor.id)).find(
      ({ serial }) => serial === key.certificate,
    );
    if (certificate === undefined) return undefined;
    return {
      id: randomUUID(),
      target: `${act.resourceType}/${act.id}`,
      claims: claimsOf(row.act, signer.actor.id, row.recorded, row.onBehalfOf),
      assertion,
      certificates: [certificate.der, authority.issuing],
      ocsp: await authority.statusOf(key.certificate, signatureNonce(assertion)),
    };
  }

  async function write(
    signer: Signer,
    row: PreparedRow,
    act: Identified,
    facts: SignatureFacts,
  ): Promise<SignOutcome> {
    const now = clock();
    const access = gate.open(signer.actor, signer.purpose, signer.origin);
    const provenance = toProvenanceSignature(facts);
    const changes: Change[] = [
      changeOf(act, row.replaces),
      { verb: 'create', resource: provenance, fresh: true },
    ];
    const original = originalOf(signer, actStatement(act, facts.claims), now);
    const options = {
      act: { code: row.act, recorded: new Date(row.recorded) },
      original,
      deposit: original.as.id,
    };
    const outcome = await access.write(changes, options);
    if (outcome.outcome !== 'written') return notWritten(outcome);
    const { version } = outcome.written[0]!;
    return { ok: true, act: facts.target, version, provenance: facts.id, code: row.act };
  }

  async function sign(signer: Signer, { act: text, assertion }: SignedRequest): Promise<SignOutcome> {
    const now = clock();
    const client = parseClientData(assertion);
    const row = client && (await takePrepared(pool, signer, client.challenge, now));
    if (!row) return attempted(signer, refuse('not-prepared'));
    const sent = parsedAct(text);
    if (sent === undefined) return attempted(signer, refuse('not-prepared'), 'malformed');
    const key = await keyOf(signer, now);
    if (!maySign(signer.actor, row.act) || key === undefined)
      return attempted(signer, refuse('not-allowed'), 'key-not-active');
    if (assertion.id !== key.id) return attempted(signer, refuse('not-signed'), 'key-foreign');
    const act = asKept(sent, row.act);
    const facts = await factsOf(signer, key, row, act, assertion);
    if (facts === undefined) return attempted(signer, refuse('not-allowed'), 'certificate-unknown');
    const failure = checkSignedAct(act, facts, [authority.root], clock());
    if (failure) return attempted(signer, refuse('not-signed'), failure.detail ?? failure.why);
    if (!(await keepSignCount(pool, key.id, signCountOf(assertion))))
      return attempted(signer, refuse('not-signed'), 'counter-not-greater');
    const errors = errorsOf(act);
    return errors.length > 0 ? refuse('invalid', errors) : write(signer, row, act, facts);
  }

  return { prepare, sign };
}

/** The original of an act: the very text whose hash was signed. Who signed it is its source. */
function originalOf(signer: Signer, statement: string, receivedAt: Date) {
  const original = Buffer.from(statement);
  const { actor, origin }: { actor: Signer['actor']; origin: Origin } = signer;
  return {
    ...({ format: 'fhir', contentType: 'application/json', original, actor, origin, receivedAt } as const),
    as: { id: randomUUID(), sha256: hash('sha256', original, 'hex') },
  };
}
