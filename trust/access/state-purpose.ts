import type { Actor } from './actor.ts';
import type { CompiledMatrix } from './compile-matrix.ts';
import type { Purpose, PurposeOfUse } from './purpose.ts';
import { purposes } from './purposes.data.ts';
import { usualPurpose } from './usual-purpose.ts';

/** The header by which a request states its purpose. */
export const purposeHeader = 'Purpose-Of-Use';

/** The purpose of a request, or why it has none: 400 for what says nothing known, 403 for what is not given. */
export type StatedPurpose =
  | { ok: true; purpose: Purpose }
  | { ok: false; status: 400; text: string }
  | { ok: false; status: 403; text: string; purpose: Purpose };

const codes = Object.keys(purposes) as PurposeOfUse[];

/** HL7 v3 ActReason by its OID, as SAML and UDAP write it. */
const byOid = 'urn:oid:2.16.840.1.113883.5.8';

/** A code that is known, alone or after its system (`system|code`; UDAP writes `system#code`). */
export function parsePurpose(text: string): PurposeOfUse | undefined {
  const [, system, written] = /^(?:([^\s|#]+)[|#])?([A-Z]+)$/.exec(text.trim()) ?? [];
  const code = codes.find(one => one === written);
  if (code === undefined || system === undefined) return code;
  const own = purposes[code].system;
  return system === own || (system === byOid && own === purposes.TREAT.system) ? code : undefined;
}

/**
 * What an actor may act for, the usual first: their profile's row, of which a token that names purposes allows no
 * other. What an application acts for must be named by its token when the purpose asks so.
 */
export function purposesOf(
  matrix: CompiledMatrix,
  { profile, purposes: bound, application }: Actor,
): readonly PurposeOfUse[] {
  const given = matrix.rowOf(profile).purposes;
  if (bound) return given.filter(of => bound.includes(of));
  return application === undefined ? given : given.filter(of => !purposes[of].named);
}

const listOf = (some: readonly string[]): string => some.join(', ') || 'nothing';

function refused(matrix: CompiledMatrix, actor: Actor, of: PurposeOfUse): StatedPurpose {
  const whose = actor.purposes ? 'access token' : 'profile';
  const text = `This ${whose} may not act for ${of}; it may act for: ${listOf(purposesOf(matrix, actor))} (${purposeHeader}).`;
  return { ok: false, status: 403, text, purpose: { of } };
}

const unknown: StatedPurpose = {
  ok: false,
  status: 400,
  text: `${purposeHeader} takes one of: ${codes.join(', ')}; alone, or as system|code.`,
};

/**
 * The purpose of a request from its header; without one, the usual purpose of who asks. Somebody unknown has no
 * purpose that counts: what they state is not read, and the decision refuses them.
 */
export function statePurpose(
  matrix: CompiledMatrix,
  actor: Actor,
  header: string | undefined,
): StatedPurpose {
  const usual = usualPurpose(actor.profile);
  if (actor.kind === 'unknown') return { ok: true, purpose: usual };
  const may = purposesOf(matrix, actor);
  const of = header === undefined ? (may[0] ?? usual.of) : parsePurpose(header);
  if (of === undefined) return unknown;
  // Without a header, a profile that may nothing is the decision's to refuse; a token that allows nothing is not.
  const passes = may.includes(of) || (header === undefined && actor.purposes === undefined);
  return passes ? { ok: true, purpose: { of } } : refused(matrix, actor, of);
}
