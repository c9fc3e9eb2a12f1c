import type { RightsOffice } from '@continuum/trust-access';
import type { EvidenceType } from './evidence/evidence.data.ts';
import type { RequestEvent, RequestKind, RequestState } from './request-machine.data.ts';

/** Kinds of resources whose rectification may be asked. */
export const itemTypes = [
  'Observation',
  'DiagnosticReport',
  'MedicationRequest',
  'MedicationDispense',
  'ImagingStudy',
  'Condition',
  'AllergyIntolerance',
  'Immunization',
  'DocumentReference',
  'Encounter',
] as const;
export type ItemType = (typeof itemTypes)[number];

/** Something of the record whose rectification may be asked: as `GET /:patient/items` gives it. */
export interface RequestItem {
  /** `Observation/<id>`. */
  id: string;
  name: string;
  day?: string;
}

export interface ItemsAnswer {
  items: RequestItem[];
  next?: string;
}

/** What happened, as it is read. */
export interface ShownEvent {
  event: RequestEvent;
  at: string;
  office: RightsOffice;
  byName: string;
  text?: string;
}

/** A file that was joined to a request; its bytes are read at `…/evidence/<number>`. */
export interface ShownEvidence {
  number: number;
  name: string;
  type: EvidenceType;
  /** Bytes. */
  size: number;
  at: string;
}

/** Answer of `POST /:patient/requests/:id/evidence`. */
export interface EvidenceAnswer {
  evidence: ShownEvidence[];
}

/** A request, as its person reads it and as who handles it does. */
export interface ShownRequest {
  id: string;
  number: string;
  kind: RequestKind;
  state: RequestState;
  submitted: string;
  due: string;
  /** Not decided yet, and the delay is over. */
  late: boolean;
  /** Who asked, when it is not the person themself. */
  askedByName?: string;
  organizationName?: string;
  resource?: { type: string; name: string; day?: string };
  wanted: string;
  reason?: string;
  evidence?: string;
  /** Files that show it, in order. */
  joined: ShownEvidence[];
  corrected?: string;
  /** How many people who saw the version before the correction are told of it when they open the record. */
  told?: number;
  /** Of a refusal: until when the Commission d’accès à l’information may be asked to review it. */
  reviewUntil?: string;
  events: ShownEvent[];
  /** Events that the reader may cause now. */
  may: RequestEvent[];
}

/** Answer of `GET /api/rights/:patient/requests`. */
export interface OwnRequestsAnswer {
  requests: ShownRequest[];
  /** Days within which each kind is answered. */
  days: Record<RequestKind, number>;
  /** False for somebody who acts for the person and only reads. */
  mayAsk: boolean;
}

/** A line of the work list. */
export interface ListedRequest
  extends Pick<
    ShownRequest,
    'id' | 'number' | 'kind' | 'state' | 'submitted' | 'due' | 'late' | 'organizationName' | 'resource'
  > {
  usagerName: string;
}

/** Answer of `GET /api/rights/requests`. */
export interface RequestsAnswer {
  requests: ListedRequest[];
  next?: string;
}

/** Who the request is of: what finds them at the source. */
export interface RequestOf {
  name: string;
  birthDate?: string;
  nam?: string;
}

/** Answer of `GET /api/rights/requests/:id`. */
export interface RequestFile extends ShownRequest {
  of: RequestOf;
}

/** A correction that a provider is told of: they had seen the version before it, or may have. */
export interface Correction {
  /** Id of the request it comes from. */
  id: string;
  /** Number of the request it comes from. */
  number: string;
  type: string;
  name: string;
  day?: string;
  at: string;
  organizationName?: string;
  /** The journal names what they saw; otherwise it was among what was shown. */
  certain: boolean;
  /** The source took it out of the record. */
  removed: boolean;
}

/** Answer of `GET /api/rights/:patient/corrections`. */
export interface CorrectionsAnswer {
  corrections: Correction[];
}
