import { type CompiledMatrix, decide } from '@continuum/trust-access';
import { hiddenPart, isAgainst, type Named as Reader } from '@continuum/trust-consent';
import {
  type Part,
  type PreviewLine,
  parts,
  professions,
  type RestrictionTerms,
} from './restriction-view.ts';

/** What a profession sees of the record, by the matrix in force. */
function open(matrix: CompiledMatrix, profile: (typeof professions)[number]): Part[] {
  const credential = { kind: 'key', id: '' } as const;
  const actor = { kind: 'practitioner', id: 'Practitioner/x', name: '', profile, credential } as const;
  const decision = decide(matrix, actor, { of: 'TREAT' }, 'read', []);
  return decision.permit ? parts.filter(part => decision.sight.domains.includes(part)) : [];
}

/**
 * What each profession, and each provider who is named, will and will not see: by the same decision as any look, and the
 * same reading of a restriction as the predicate's.
 */
export function previewOf(
  matrix: CompiledMatrix,
  terms: RestrictionTerms,
  names: ReadonlyMap<string, string>,
  partOf: (reference: string) => string | undefined,
): PreviewLine[] {
  const practitioners = terms.practitioners.map(id => `Practitioner/${id}`);
  const providers = { practitioners, profiles: terms.profiles, anyone: false };
  const lineOf = (reader: Reader, some: readonly Part[]): PreviewLine['parts'] =>
    some.map(part => ({
      part,
      hidden: isAgainst(providers, reader) ? hiddenPart(terms, part, partOf) : 'none',
    }));
  const persons = practitioners.map(person => ({
    name: names.get(person) ?? '',
    parts: lineOf({ person, profiles: [] }, parts),
  }));
  const kinds = professions.map(profile => ({
    profile,
    parts: lineOf({ profiles: [profile] }, open(matrix, profile)),
  }));
  return [...persons, ...kinds];
}
