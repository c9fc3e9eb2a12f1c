import type { Issue, Resource } from '@continuum/standards-fhir';
import type { ScopeAction } from '@continuum/trust-access';
import type { Access, Denied } from './access.ts';

/** Where an operation is invoked: on the server, on a type, on one resource (R4 3.2.0). */
export type OperationLevel = 'system' | 'type' | 'instance';

/** `OperationDefinition.parameter` of an input. */
export interface OperationParameter {
  name: string;
  min: number;
  max: number | '*';
  /** A FHIR type. `Resource`: any resource; `Element`: any type; a resource type: that one. */
  type: string;
}

/** One input as it was given: a value or a resource, or parts. */
export interface OperationArgument {
  name: string;
  /** The FHIR type it was written in: `uri`, `Coding`, `Patient`. */
  type: string;
  value?: unknown;
  part?: readonly OperationArgument[];
}

/** The inputs of one invocation, checked against the operation's definition. */
export interface OperationInput {
  all(name: string): readonly OperationArgument[];
  /** The first value; its type is the definition's. */
  value<T>(name: string): T | undefined;
  values<T>(name: string): T[];
}

/** One invocation, decided for nothing yet: what the handler reads through `access` is. */
export interface OperationCall {
  access: Access;
  level: OperationLevel;
  type?: string;
  id?: string;
  input: OperationInput;
  /** What is not an input of the definition, where the operation takes the parameters of its type's search. */
  search: readonly [string, string][];
  /** `PUBLIC_URL/fhir/R4`. */
  baseUrl: string;
  /** The address that was invoked, without its query. */
  address: string;
  /** What the query said, in order: for `self` and `next`. */
  query: readonly [string, string][];
  /** Headers in lower case: `prefer: respond-async`, `accept`. */
  headers: Readonly<Record<string, string | undefined>>;
}

/**
 * What an operation answers: a resource, the stored bytes of one, or a status and headers with or without a body
 * (R4 3.1.0.12: 202 with `Content-Location`).
 */
export type OperationAnswer =
  | { resource: Resource; status?: number }
  | { body: string; headers?: Readonly<Record<string, string>> }
  | { status: number; headers: Readonly<Record<string, string>>; resource?: Resource };

/**
 * One operation. A domain exports it, `apps/server` hands it to the FHIR door, which gives it its addresses, its
 * inputs and its line of the CapabilityStatement.
 */
export interface Operation {
  /** Without the dollar sign. */
  name: string;
  /** Canonical address of its OperationDefinition. */
  definition: string;
  levels: readonly OperationLevel[];
  /** Types that have it at the levels `type` and `instance`; `any`: all. */
  types: readonly string[] | 'any';
  /** By POST only (R4 3.2.0). */
  affectsState: boolean;
  parameters: readonly OperationParameter[];
  /** Inputs that are not defined are parameters of the type's search (`$lastn`). */
  takesSearch?: boolean;
  /**
   * What an access token must allow (SMART v2): the interactions that the operation amounts to, each on a type,
   * on every type (`*`), or on the one that is addressed.
   */
  scopes: readonly { type?: string; action: ScopeAction }[];
  /** @throws OperationProblem */
  handler(call: OperationCall): Promise<OperationAnswer>;
}

/** An operation that fails: everything that is wrong, or who was denied. Rendered once, at the edge. */
export class OperationProblem extends Error {
  readonly status: number;
  readonly issues: readonly Issue[];
  /** The gate's own refusal, journalled already. */
  readonly denied?: Denied;
  constructor(status: number, issues: readonly Issue[], denied?: Denied) {
    super(issues.map(({ diagnostics }) => diagnostics).join(' '));
    this.name = 'OperationProblem';
    this.status = status;
    this.issues = issues;
    if (denied) this.denied = denied;
  }
}

/** A problem with a single issue; `code` is of `http://hl7.org/fhir/issue-type`. */
export const operationProblem = (status: number, code: string, diagnostics: string): OperationProblem =>
  new OperationProblem(status, [{ severity: 'error', code, diagnostics }]);

/** What the gate denied, as the operation's failure: 401 or 403. */
export const operationDenied = (denied: Denied): OperationProblem =>
  new OperationProblem(
    403,
    [{ severity: 'error', code: 'forbidden', diagnostics: denied.decision.text }],
    denied,
  );
