import type { Actor } from './actor.ts';
import { type Action, bitsOf, type CompiledMatrix } from './compile-matrix.ts';
import { atCounter, type CounterDenial, counterDenial, isForPerson } from './counter.ts';
import { clinicalDomains, type Domain } from './domain.ts';
import { type Interpretation, interpretationRule } from './interpretation.data.ts';
import { matrix } from './matrix.data.ts';
import type { Purpose } from './purpose.ts';
import { type Reader, readerOf } from './reader.ts';
import { type ReleaseRule, releaseRule } from './release.data.ts';
import { type Limit, limitsOf } from './scope.ts';
import { purposesOf } from './state-purpose.ts';

/**
 * What a permitted actor may see: compiled into every query by the one query builder, as parameters.
 * Nothing outside it exists for them: not in a count, a chain, an include or a sort.
 */
export interface Sight {
  domains: readonly Domain[];
  /** The usagers whose record may appear; a citizen's own and those they act for. */
  usagers: 'any' | readonly string[];
  /**
   * `obeyed`: rows covered by a refusal in force do not exist. `own`: the person's own portal, where the
   * refusal does not hide (P-9.0001: the refusal is about release to providers); and the counter, which sees no clinical
   * row and must see the refusal itself.
   */
  refusal: 'obeyed' | 'own';
  /** Whom restrictions are compared with; absent: they name nobody of this sight. */
  reader?: Reader;
  /** The person's own reading: which results are shown to them by now. Absent: whoever works sees what there is. */
  release?: ReleaseRule;
  /** What the interpretation of a new imaging exam opens in spite of a refusal that is obeyed; absent: nothing. */
  interpretation?: Interpretation;
  /**
   * Clinical resources that name no usager (a Binary without a securityContext): nobody can have refused them, so
   * whose they are cannot be known. Hidden from all but those who may hold such resources.
   */
  unowned?: 'hidden';
  /** What an access token lets be seen, type by type; absent: everything above. */
  limits?: readonly Limit[];
}

export type Denial =
  | 'unidentified'
  | 'remote-undeclared'
  | 'purpose-not-allowed'
  | 'domain-not-allowed'
  | 'beyond-purpose'
  | 'scope-not-allowed'
  | 'usager-not-allowed'
  | 'source-not-allowed'
  | 'operators-only'
  | 'export-not-allowed'
  | 'subscription-not-allowed'
  | CounterDenial
  | 'override-missing'
  | 'signature-missing';

export type Decision = { permit: true; sight: Sight } | { permit: false; denial: Denial; text: string };

const texts: Record<Denial, string> = {
  unidentified: 'Sign in, or send a valid access token.',
  'remote-undeclared':
    'This device is not declared for remote access: declare it on the screen, or sign in from a usual place of practice.',
  'purpose-not-allowed': 'This profile may not act for that purpose.',
  'domain-not-allowed': 'This profile has no access to that part of the record.',
  'beyond-purpose': 'That part of the record is not for that purpose.',
  'scope-not-allowed': 'The access token does not allow that.',
  'source-not-allowed': 'Only the source that sent it may change it.',
  'export-not-allowed': 'This profile may not take the record in bulk.',
  'operators-only': 'Only who operates the platform may ask how a search is done; leave _explain out.',
  'subscription-not-allowed': 'Only systems are told of changes.',
  'request-missing': 'What a person asks for is registered at the counter, with proof of who asks.',
  'request-purpose': 'At the counter one acts at the person’s request: state Purpose-Of-Use: PATRQT.',
  'counter-only': 'Only staff registers here what somebody asks for; a person does it in the Carnet.',
  'override-missing': 'Nothing is open by an override: sign one, or its time is over.',
  'signature-missing': 'This is written by an act that its author signs with their own key.',
  'usager-not-allowed': 'This account has no access to that person’s record.',
};

/** The exception to a refusal: for the purpose that it is of, and a person whom exams can name. */
function interpretationOf({ kind, id }: Actor, { of }: Purpose): Pick<Sight, 'interpretation'> {
  if (of !== 'INTERPRET' || kind !== 'practitioner') return {};
  const { types, days } = interpretationRule;
  return { interpretation: { interpreter: id, types, days } };
}

/**
 * The domain of what a profile sends without saying it: its own, when it writes a single clinical one. What a kind of
 * source is does not change with who may do what: the first table says it.
 */
export function domainWrittenBy(actor: Actor): Domain | undefined {
  const clinical = matrix[actor.profile].writes.filter(domain => clinicalDomains.includes(domain));
  return clinical.length === 1 ? clinical[0] : undefined;
}

/** A denial, whatever else. */
export type Denying = Extract<Decision, { permit: false }>;

const deny = (denial: Denial): Denying => ({ permit: false, denial, text: texts[denial] });

/** What a profile is told that has no part in something. */
export const refusedProfile: Denying = deny('domain-not-allowed');

/**
 * Citizens reach their own record and those they act for; a proxy who only reads changes nothing in it. A token given
 * for one usager reaches nobody else's.
 */
function reaches(actor: Actor, action: Action, usager: string): boolean {
  if (actor.patient !== undefined && usager !== actor.patient) return false;
  if (actor.atRequestOf !== undefined) return usager === actor.atRequestOf;
  if (actor.kind !== 'citizen') return true;
  const may = actor.usagers?.includes(usager) ?? false;
  return may && (action === 'read' || !actor.readsOnly?.includes(usager));
}

/** Whose record may appear: everybody's for who works, a citizen's own; of these, the one that a token is for. */
function usagersOf({ kind, usagers = [], patient, atRequestOf }: Actor): Sight['usagers'] {
  if (atRequestOf !== undefined) return patient === undefined || patient === atRequestOf ? [atRequestOf] : [];
  const own = kind === 'citizen' ? usagers : 'any';
  if (patient === undefined) return own;
  return own === 'any' || own.includes(patient) ? [patient] : [];
}

/** The sight of a reading (`r`) or a search (`s`) with the actor's token: its scopes are part of the predicate. */
export function limited(sight: Sight, { scopes }: Actor, action: 'r' | 's'): Sight {
  const limits = limitsOf(scopes, action);
  return limits === undefined ? sight : { ...sight, limits };
}

/**
 * The one decision of a transaction: who, what for, which action, on which domains.
 * @param matrix the table in force
 * @param domains the domains that the transaction names; empty when any would do (system search): then the
 *   sight alone limits what exists.
 * @param usager id of the Patient put in context, when one is.
 */
export function decide(
  matrix: CompiledMatrix,
  actor: Actor,
  purpose: Purpose,
  action: Action,
  domains: readonly Domain[],
  usager?: string,
): Decision {
  if (actor.kind === 'unknown') return deny('unidentified');
  if (actor.remote?.at === 'undeclared') return deny('remote-undeclared');
  if (!purposesOf(matrix, actor).includes(purpose.of)) return deny('purpose-not-allowed');
  const denial = counterDenial(actor, purpose);
  if (denial) return deny(denial);
  const row = matrix.rowOf(actor.profile);
  const reached = row.reached[purpose.of]!;
  const asked = bitsOf(domains);
  if ((asked & row[action]) !== asked) return deny('domain-not-allowed');
  if ((asked & reached[action]) !== asked) return deny('beyond-purpose');
  if (atCounter(actor, domains).length < domains.length) return deny('beyond-purpose');
  if (usager !== undefined && !reaches(actor, action, usager)) return deny('usager-not-allowed');
  const refusal = isForPerson(actor) ? 'own' : 'obeyed';
  const reader = readerOf(actor);
  const sight = {
    domains: atCounter(actor, reached.seen),
    usagers: usagersOf(actor),
    refusal,
    ...row.unowned,
    ...(reader && { reader }),
    ...(actor.kind === 'citizen' && { release: releaseRule }),
  } as const;
  return { permit: true, sight: { ...sight, ...interpretationOf(actor, purpose) } };
}

/**
 * Whether a system may take in bulk what it reads: a row of the matrix says so, and nobody else may, a citizen or a
 * clinician neither. The sight is the one of any read.
 */
export function decideExport(matrix: CompiledMatrix, actor: Actor, purpose: Purpose): Decision {
  const decision = decide(matrix, actor, purpose, 'read', []);
  if (!decision.permit) return decision;
  const may = actor.kind === 'system' && matrix.rowOf(actor.profile).exports;
  return may ? decision : deny('export-not-allowed');
}

/**
 * Whether somebody may see how a search is done: who operates the platform. The sight is theirs, of all that they may
 * see; no row is read.
 */
export function decideExplain(matrix: CompiledMatrix, actor: Actor, purpose: Purpose): Decision {
  const decision = decide(matrix, actor, purpose, 'read', []);
  if (!decision.permit || actor.profile === 'operations') return decision;
  return deny('operators-only');
}

/** Whether a caller may be told of changes as they happen: systems, of what their profile reads. */
export function decideNotification(
  matrix: CompiledMatrix,
  actor: Actor,
  purpose: Purpose,
  domains: readonly Domain[],
): Decision {
  const decision = decide(matrix, actor, purpose, 'read', domains);
  return decision.permit && actor.kind !== 'system' ? deny('subscription-not-allowed') : decision;
}
