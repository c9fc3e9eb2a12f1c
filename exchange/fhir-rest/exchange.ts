import type { Deposit, Receipt, WhyMissing } from '@continuum/intake';
import type { Access, Keeper, Operation, Origin, RequestSignature } from '@continuum/record-gate';
import type { Actor } from '@continuum/trust-access';
import type { Preference } from './preference.ts';

/** A request as FHIR sees it: one interaction, alone or as an entry of a batch. */
export interface Exchange {
  actor: Actor;
  origin: Origin;
  /** The record, opened by that actor for their purpose. */
  access: Access;
  /** Journals an attempt that is refused before the record is asked. */
  attempt: (why: string) => Promise<void>;
  receive: (deposit: Deposit) => Promise<Receipt>;
  /** Why a usager's record may have nothing of a domain. Absent: nothing is said of it. */
  whyMissing?: WhyMissing | undefined;
  /** `PUBLIC_URL/fhir/R4`. */
  baseUrl: string;
  /** The operations that are there. */
  operations: readonly Operation[];
  /** The types that are not kept in the record. */
  keepers: readonly Keeper[];
  type?: string;
  id?: string;
  version?: string;
  /** Of a search in a compartment, the type searched, or `*`: `Patient/1/Observation`. */
  member?: string;
  /** Search parameters as received, in order; without `_format` and `_pretty`. */
  parameters: [string, string][];
  headers: Readonly<Record<string, string | undefined>>;
  preference: Preference;
  /** The bytes that were sent; empty when there are none. */
  body: Uint8Array;
  contentType: string;
  /** Of the whole request, when a system signed it. */
  signature?: RequestSignature;
}

/** What is answered: rendered over HTTP, or as `Bundle.entry.response`. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** JSON, or nothing. */
  body: string;
  /** The same in pieces, when it is long. */
  pieces?: readonly string[];
}

export type Interaction = (exchange: Exchange) => Promise<Answer>;
