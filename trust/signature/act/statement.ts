import { hash } from 'node:crypto';
import { type Coding, type Resource, textOfNumber } from '@continuum/standards-fhir';
import { canonicalText, type Json } from '@continuum/trust-audit';

/**
 * What is not signed of an act, and why. The list is signed with it. Everything else is: its id too, so that an act cannot
 * be shown twice.
 */
export const leftOut = {
  meta: 'The record’s own: version and moment, which the journal covers, and labels, which change without the signer.',
} as const;

/** What the person who signs says of the act. */
export interface ActClaims {
  /** What is done: prescribed, cancelled, overridden, released, granted, certified. */
  activity: Coding;
  /** `Practitioner/<id>`, `Patient/<id>`. */
  signer: string;
  /** `Organization/<id>`, for which they act. */
  onBehalfOf?: string;
  /** When they sign, by the server's clock. ISO 8601, UTC. */
  recorded: string;
}

const statementUrl = 'https://continuum.health/fhir/signed-act';

/** A JSON Pointer's token (RFC 6901 §3). */
const token = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Decimals whose digits say more than their number (R4 2.24.0.1: `1.50` is not `1.5`), by where they are. */
function digitsOf(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, item]): [string, string][] => {
    const here = `${path}/${token(key)}`;
    if (typeof item === 'object' && item !== null) return digitsOf(item, here);
    if (typeof item !== 'number') return [];
    const text = textOfNumber(value, key, item);
    return text === String(item) ? [] : [[here, text]];
  });
}

/** The statement whose canonical text (RFC 8785) is signed: the act, whole but for `leftOut`, and what is said of it. */
function toStatement(act: Resource, { activity, signer, onBehalfOf, recorded }: ActClaims): Json {
  const content = Object.fromEntries(Object.entries(act).filter(([name]) => !Object.hasOwn(leftOut, name)));
  return {
    statement: statementUrl,
    leftOut: Object.keys(leftOut),
    activity: { ...activity },
    signer,
    onBehalfOf,
    recorded,
    act: content as Json,
    digits: Object.fromEntries(digitsOf(content)),
  };
}

/**
 * The canonical text (RFC 8785) of an act and of what is said of it: what a screen shows, and what is signed.
 * @throws TypeError when the act has no id; RangeError for a number that has no canonical form.
 */
export function actStatement(act: Resource, claims: ActClaims): string {
  if (!act.id)
    throw new TypeError(`A ${act.resourceType} without an id cannot be signed: give it one first.`);
  return canonicalText(toStatement(act, claims));
}

/**
 * The challenge that the person's key signs (WebAuthn level 3, §13.4.3): the SHA-256 of `actStatement`. 32 bytes. The act has
 * its id already; as read by `parseJson`, its decimals count with their digits.
 * @throws TypeError when the act has no id; RangeError for a number that has no canonical form.
 */
export const signedAct = (act: Resource, claims: ActClaims): Buffer =>
  hash('sha256', actStatement(act, claims), 'buffer');
