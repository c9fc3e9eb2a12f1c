import type { Access } from './access.ts';

/** The interactions of R4 3.1.0 that a type kept outside the record may have. */
export type KeeperInteraction = 'create' | 'read' | 'update' | 'delete' | 'search-type';

/** One interaction with a resource that is not in the record. */
export interface KeeperCall {
  /** The record, opened by whoever asks. */
  access: Access;
  id?: string;
  /** What was sent, read from JSON or XML; undefined when nothing was. */
  resource: unknown;
  parameters: readonly [string, string][];
  /** Headers in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** `PUBLIC_URL/fhir/R4`. */
  baseUrl: string;
}

export interface KeeperAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** JSON, or nothing. */
  body: string;
}

/**
 * A type whose resources are a room's own and not the record's: each is seen by whose it is alone. The FHIR door hands it
 * its interactions, and no others are there.
 */
export interface Keeper {
  type: string;
  /** Search parameters that it takes. */
  searchParameters: readonly string[];
  /** `CapabilityStatement.rest.resource.extension`. */
  extension?: readonly object[];
  /** @throws OperationProblem */
  interactions: Readonly<Record<KeeperInteraction, (call: KeeperCall) => Promise<KeeperAnswer>>>;
}
