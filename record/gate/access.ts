import type { EntryAnchor } from '@continuum/record-journal';
import type {
  Change,
  Compartment,
  Everything,
  EverythingQuery,
  Explained,
  Found,
  History,
  HistoryQuery,
  OverrideLine,
  ResultState,
  SignedVersion,
  Stored,
  WhichOverrides,
  Written,
} from '@continuum/record-store';
import type { Issue, Meta } from '@continuum/standards-fhir';
import type { ActCode, Actor, CompiledMatrix, Domain, Purpose, Remote } from '@continuum/trust-access';
import type { Denied } from './denied.ts';
import type { Origin } from './origin.ts';
import type { PreviewOutcome, PreviewRequest } from './preview-request.ts';
import type { RightsDoor } from './rights-door.ts';
import type { UnkeptDeposit } from './to-keep.ts';
import type { Watching } from './watched.ts';

export type {
  Change,
  HistoryQuery,
  OverrideLine,
  ResultState,
  SearchEntry,
  SignedVersion,
  Stored,
  TermCode,
  Terminology,
  Written,
} from '@continuum/record-store';
export type { Denied } from './denied.ts';
export type { Origin } from './origin.ts';

/** Answer of a read: the bytes, or why there are none. An invisible resource is `not-found`. */
export type ReadOutcome =
  | { outcome: 'found'; stored: Stored }
  | { outcome: 'gone'; version: number }
  | { outcome: 'not-found' }
  | Denied;

export type SearchOutcome = Found | Denied;

export type ExplainOutcome = Explained | Denied;

export type HistoryOutcome = History;

/** `id` absent: of all those whom a citizen may open. */
export type EverythingRequest = Omit<EverythingQuery, 'ids'> & { id?: string | undefined };

export type EverythingOutcome = Everything | { outcome: 'not-found' } | Denied;

/** One line of the journal, as a person may read it. */
export interface JournalLine {
  id: string;
  at: Date;
  action: 'read' | 'search' | 'history' | 'write' | 'sign-in' | 'attempt';
  outcome: 'success' | 'denied' | 'refused' | 'not-found' | 'error';
  /** Display name, profile, organization: never a number that identifies. */
  actor: { name: string; profile: string; kind: string; organization?: string; remote?: Remote['at'] };
  purpose: string;
  channel: string;
  /** What kind of information: domains touched. */
  domains: string[];
  /** About a request by which the person exercises a right, and not what their record says. */
  request?: true;
  /** The reader's own act. */
  own: boolean;
  /** Not a look alone: a copy was taken along. */
  copied?: true;
}

/** A change of profiles, tags and security labels; `text` is what the journal keeps of it. */
export interface MetaRequest {
  type: string;
  id: string;
  interaction: string;
  text: string;
  change(meta: Meta): Pick<Meta, 'profile' | 'tag' | 'security'>;
}

export type MetaOutcome = { outcome: 'changed'; stored: Stored } | { outcome: 'not-found' } | Denied;

/** A question about what lies outside the record's tables. */
export interface Consultation {
  /** As the journal names it: `lookup`, `validate`. */
  interaction: string;
  type: string;
  text: string;
  /** Of what it tells; empty when it tells nothing of what is here. */
  domains: readonly Domain[];
  /** Whose record it is about, when it is about one. */
  usager?: string;
}

/** What somebody is about to do for work, about whom. */
export interface SelfAsked extends Pick<Consultation, 'interaction' | 'text'> {
  usager: string;
  /** Id of the usager who asked for it, when it is not them. */
  asker?: string | undefined;
  /** Name of who decides for them, as it was taken down. */
  decider?: string | undefined;
}

/** What somebody did themself: no line says whose record it was. */
export interface OwnLine
  extends Pick<JournalLine, 'id' | 'at' | 'action' | 'outcome' | 'purpose' | 'channel' | 'domains'> {
  /** It was about somebody’s record. */
  aboutUsager: boolean;
}

export type OwnJournalOutcome = { outcome: 'found'; lines: OwnLine[]; next?: string } | { outcome: 'denied' };

/** Overrides of restrictions, the newest first. */
export type OverridesOutcome = { outcome: 'found'; overrides: OverrideLine[]; next?: string } | Denied;

/** Whether a person sees their reports by now, and why. */
export type ResultStatesOutcome = { outcome: 'found'; results: ResultState[] } | Denied;

export type JournalOutcome = { outcome: 'found'; lines: JournalLine[]; next?: string } | Denied;

export type WriteOutcome =
  | { outcome: 'written'; written: Written[] }
  | { outcome: 'invalid'; issues: Issue[] }
  | { outcome: 'conflict'; issues: Issue[] }
  | { outcome: 'precondition-failed'; issues: Issue[] }
  | Denied;

/** That a write is an act that somebody signed: the changes are the act and its Provenance, nothing else. */
export interface SigningAct {
  /** See the table of acts of trust/access. */
  code: ActCode;
  /** When it was signed, as the statement says. */
  recorded: Date;
}

/** A signed act with what the journal proves of it; no anchor until the journal has numbered it. */
export type SignedOutcome =
  | { outcome: 'found'; act: Stored; provenance: Stored; activity: string; anchor?: EntryAnchor }
  | { outcome: 'not-found' }
  | Denied;

export interface WriteOptions {
  /** Given by the room that verified the signature, and by nobody else. */
  act?: SigningAct;
  /** The original that the changes came from; its state becomes `stored` in the same commit. */
  deposit?: string;
  /** That original, when it is not kept yet: it is, in the same commit, or nothing is written. */
  original?: UnkeptDeposit;
}

/**
 * The record, opened by one actor for one purpose. Every method decides, runs one statement with the
 * visibility predicate inside, and journals durably before it resolves.
 */
export interface Access {
  readonly actor: Actor;
  readonly purpose: Purpose;
  readonly origin: Origin;
  /** The table that decides here. */
  readonly matrix: CompiledMatrix;
  read(type: string, id: string): Promise<ReadOutcome>;
  readVersion(type: string, id: string, version: number): Promise<ReadOutcome>;
  history(query: HistoryQuery): Promise<HistoryOutcome | { outcome: 'not-found' } | Denied>;
  /** `parameters` as received, in order. `type` undefined: system search with `_type`. */
  search(
    type: string | undefined,
    parameters: readonly [string, string][],
    options?: { handling?: 'strict' | 'lenient'; compartment?: Compartment; newestPerCode?: number },
  ): Promise<SearchOutcome>;
  /** How a search would be done: for who operates the platform; nobody's information is in it. */
  explain(
    type: string | undefined,
    parameters: readonly [string, string][],
    options?: { handling?: 'strict' | 'lenient'; compartment?: Compartment },
  ): Promise<ExplainOutcome>;
  /** A read whose answer does not leave the process, as `lookup` is a search. */
  peek(type: string, id: string): Promise<ReadOutcome>;
  /**
   * A search whose answer does not leave the process (conditional interactions, identification): same
   * predicate, no journal entry of its own because nothing is disclosed; what follows from it is journalled.
   */
  lookup(type: string, parameters: readonly [string, string][]): Promise<SearchOutcome>;
  /** All changes or none, with their journal entries, in one commit. Resources must have been validated. */
  write(changes: readonly Change[], options?: WriteOptions): Promise<WriteOutcome>;
  /**
   * A version that somebody signed, with its Provenance and its anchor: by default the newest that was. Journalled as a look;
   * also for who operates the platform (`decideProof`).
   */
  readSigned(type: string, id: string, version?: number): Promise<SignedOutcome>;
  /**
   * Which versions of these were signed, newest first, of what the actor sees; of what they have just read, so that it has
   * no entry of its own.
   */
  signedVersions(type: string, ids: readonly string[]): Promise<SignedVersion[]>;
  /** Changes labels of the current version without a new one (R4 `$meta-add`), by who may write it. */
  changeMeta(request: MetaRequest): Promise<MetaOutcome>;
  /**
   * What the decision would say to such a write, before anything of it is settled; undefined: nothing against it. A
   * denial is journalled like that of a write. Of a citizen nothing is said before it is known whose record it is.
   */
  mayWrite(changes: readonly Change[], act?: SigningAct): Promise<Denied | undefined>;
  /** Who opened or tried to open that usager's record, newest first. Journalled like any other look. */
  journalOf(usager: string, page: { count?: number; cursor?: string }): Promise<JournalOutcome>;
  /** What whoever asks did themself, newest first; needs no profile. Journalled like any other look. */
  ownJournal(page: { count?: number; cursor?: string }): Promise<OwnJournalOutcome>;
  /** A page of a usager's whole record and what it refers to, or of an encounter's (R4 `$everything`). */
  everything(request: EverythingRequest): Promise<EverythingOutcome>;
  /** Decides and journals a question about what lies outside the record's tables (terminology, validation). */
  consult(question: Consultation): Promise<{ outcome: 'permitted' } | Denied>;
  /** What a profile would see of a usager by tables of the matrix: numbers, for who looks at the matrix. */
  preview(request: PreviewRequest): Promise<PreviewOutcome>;
  /** The journal for whoever watches accesses. */
  watching: Watching;
  /** For the requests by which persons exercise their rights. */
  rights: RightsDoor;
  /** True when a refusal in force hides something of that usager from this actor: all they may learn. */
  refused(usager: string): Promise<boolean>;
  /** The windows that this actor opened over restrictions, in this session, and that are open. */
  openOverrides(): Promise<OverrideLine[]>;
  /** Overrides of that usager's restrictions, or of everybody's: for the person, and for surveillance. Journalled. */
  overridesOf(which: WhichOverrides): Promise<OverridesOutcome>;
  /** Whether that person sees their reports by now, of those that this actor sees, and why. Journalled. */
  resultStates(usager: string): Promise<ResultStatesOutcome>;
  /** True when a restriction in force names this actor: all they may learn, whether or not it hides something. */
  restricted(usager: string): Promise<boolean>;
  /** True when one does, to who works, and no override of theirs is open over that usager. */
  restrictionHolds(usager: string): Promise<boolean>;
  /** Of these usagers, those who are the very person who works and asks, as far as the registers tell. No entry of its own. */
  ownAmong(usagers: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Whether what somebody who works is about to do is about themself, asked or decided by themself: somebody else does it. Then
   * the attempt is journalled as denied, in the list of whom it is about. The caller answers it.
   */
  isAboutSelf(asked: SelfAsked): Promise<boolean>;
}
