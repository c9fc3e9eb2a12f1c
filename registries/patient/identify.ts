import type { Issue, Resource } from '@continuum/standards-fhir';
import { type Comparison, compare, isExact } from './compare.ts';
import { namsOf, validNamsOf, type WrittenNam } from './described.ts';

/** Whom a deposit says it is about. */
export interface Claim {
  /** The Patient as the deposit describes it. */
  patient: Resource;
  /** id of a Patient of this server, when the deposit named one literally. */
  reference?: string;
}

export type IdentityReason =
  | 'no-nam'
  | 'nam-invalid'
  | 'nam-unknown'
  | 'demographics-differ'
  | 'several-matches';

/** Who it is, or why nobody can say without a person looking. */
export type Identification =
  | { outcome: 'exact'; usager: string }
  | { outcome: 'waiting'; reason: IdentityReason; issues: Issue[] };

/** What identification needs of the register; nothing of it leaves the process. */
export interface Register {
  holders(nam: string): Promise<Resource[]>;
  byId(id: string): Promise<Resource | undefined>;
}

const waiting = (reason: IdentityReason, expression: string, diagnostics: string): Identification => ({
  outcome: 'waiting',
  reason,
  issues: [{ severity: 'information', code: 'informational', expression, diagnostics }],
});

interface Link {
  type?: string;
  other?: { reference?: string };
}

const replacedBy = (patient: Resource): string | undefined => {
  const links = Array.isArray(patient.link) ? (patient.link as Link[]) : [];
  const link = links.find(({ type }) => type === 'replaced-by');
  return /^Patient\/([A-Za-z0-9.-]+)$/.exec(link?.other?.reference ?? '')?.[1];
};

/**
 * Follows `link` of type `replaced-by` to the record that is kept (R4 Patient.link). Undefined when it leads
 * nowhere, in a circle, or to a record out of use.
 */
export async function survivor(
  patient: Resource,
  register: Pick<Register, 'byId'>,
): Promise<Resource | undefined> {
  const seen = new Set<string>();
  let current: Resource | undefined = patient;
  while (current && !seen.has(current.id ?? '')) {
    const next = replacedBy(current);
    if (next === undefined) return current.active === false ? undefined : current;
    seen.add(current.id ?? '');
    current = await register.byId(next);
  }
  return undefined;
}

const words: Record<string, string> = {
  nam: 'the NAM',
  birthDate: 'the birth date',
  family: 'the family name',
  given: 'the given name',
  gender: 'the gender',
};

const named = (aspects: readonly string[]): string => aspects.map(aspect => words[aspect]).join(', ');

/** Says which of the sender's own values do not fit, never what the register holds. */
function differing({ differs, missing }: Comparison): Identification {
  const lacking = missing.filter(aspect => aspect !== 'gender');
  const parts = [
    differs.length > 0
      ? `${named(differs)} ${differs.length > 1 ? 'differ' : 'differs'} from the register`
      : '',
    lacking.length > 0 ? `${named(lacking)} cannot be compared` : '',
  ].filter(part => part !== '');
  const sentence = `Not attached: ${parts.join('; ')}. It waits for a person.`;
  return waiting('demographics-differ', 'Patient', sentence);
}

async function byReference(claim: Claim, register: Register): Promise<Identification | undefined> {
  if (claim.reference === undefined) return undefined;
  const named = await register.byId(claim.reference);
  const kept = named && (await survivor(named, register));
  if (!named || !kept?.id) return undefined;
  const comparison = compare(claim.patient, named);
  return comparison.differs.length === 0 ? { outcome: 'exact', usager: kept.id } : differing(comparison);
}

const invalid = (nam: WrittenNam): Identification => ({
  outcome: 'waiting',
  reason: 'nam-invalid',
  issues: nam.parsed.valid
    ? []
    : nam.parsed.problems.map(problem => ({
        severity: 'information',
        code: 'value',
        expression: `Patient.identifier[${nam.index}].value`,
        diagnostics: problem.text,
      })),
});

/** Each record that is kept, with the records holding the NAM that lead to it. */
async function kept(holders: Resource[], register: Register): Promise<Map<string, Resource[]>> {
  const groups = new Map<string, Resource[]>();
  for (const holder of holders) {
    const target = await survivor(holder, register);
    if (target?.id) groups.set(target.id, [...(groups.get(target.id) ?? []), holder]);
  }
  return groups;
}

async function byNam(claim: Claim, nam: string, register: Register): Promise<Identification> {
  const groups = [...(await kept(await register.holders(nam), register))];
  if (groups.length > 1)
    return waiting('several-matches', 'Patient.identifier', 'Several usagers hold this NAM.');
  const [found] = groups;
  if (!found)
    return waiting('nam-unknown', 'Patient.identifier', 'No usager of the register holds this NAM.');
  const comparisons = found[1].map(holder => compare(claim.patient, holder));
  return comparisons.some(isExact) ? { outcome: 'exact', usager: found[0] } : differing(comparisons[0]!);
}

/**
 * The exact rule, and nothing else. A usager is found when the claim carries one valid NAM, one record in use
 * (after following merges) holds it, and birth date, family name and first given name are equal to that
 * record's and nothing else contradicts it. A literal reference to a Patient of this server is taken when
 * nothing that the claim says contradicts it. Anything else waits for a person.
 */
export async function identify(claim: Claim, register: Register): Promise<Identification> {
  const referred = await byReference(claim, register);
  if (referred) return referred;
  const written = namsOf(claim.patient);
  const wrong = written.find(({ parsed }) => !parsed.valid);
  if (wrong) return invalid(wrong);
  const [nam, another] = validNamsOf(claim.patient);
  if (nam === undefined) return waiting('no-nam', 'Patient.identifier', 'The deposit carries no NAM.');
  if (another) return waiting('several-matches', 'Patient.identifier', 'The deposit carries several NAMs.');
  return byNam(claim, nam, register);
}
