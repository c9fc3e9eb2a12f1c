/** How the request reached the counter; the Carnet is `portal`. */
export const counterMeans = ['in-person', 'mail'] as const;

/** In what quality somebody decides; HL7 has no code system for all of these (à valider). */
export const relationships = ['self', 'parental-authority', 'tutor', 'curator', 'mandatary'] as const;
export type Relationship = (typeof relationships)[number];

/** What proves that quality. */
export const relationshipProofs = ['birth-act', 'tutorship-act', 'judgment', 'homologated-mandate'] as const;
export type RelationshipProof = (typeof relationshipProofs)[number];

/** What shows that somebody of 14 to 17 cannot decide: that it was seen, never what it says. */
export const incapacityProofs = ['medical-assessment', 'judgment'] as const;
export type IncapacityProof = (typeof incapacityProofs)[number];

/** Kinds of identity documents with a photo; their numbers are never asked for. */
export const identityKinds = [
  'health-insurance-card',
  'driver-licence',
  'passport',
  'residence-card',
  'indian-status-card',
  'other-photo',
] as const;

/** Where a document was seen: shown at the counter, or a copy that came with the letter. */
export const seenAs = ['counter', 'copy', 'certified-copy'] as const;

/** An identity document that was seen. */
export interface IdentityPiece {
  kind: (typeof identityKinds)[number];
  seen: (typeof seenAs)[number];
}

/** Who asks, how, and what proves it. */
export interface CounterRequest {
  means: (typeof counterMeans)[number];
  /** Day on which it was received, `AAAA-MM-JJ`. */
  received: string;
  decider: {
    relationship: Relationship;
    /** Of whoever decides for the person. */
    name?: string;
    proof?: RelationshipProof;
    /** What shows that the person cannot decide, when they would otherwise decide alone. */
    incapacity?: IncapacityProof;
  };
  identity: IdentityPiece[];
}

/** What the register keeps of it, as the person reads it. */
export interface Registration {
  /** Who took it down. */
  by: string;
  organization?: string;
  received: string;
  relationship: Relationship;
  proof?: RelationshipProof;
  incapacity?: IncapacityProof;
  identity: IdentityPiece[];
}

/** A quality in which somebody may decide for this person today, and what proves it: none for the person. */
export interface Decider {
  relationship: Relationship;
  proofs: readonly RelationshipProof[];
  /** What must show besides that the person cannot decide; absent: nothing need. */
  incapacity?: readonly IncapacityProof[];
}

/** Answer of `GET /api/consent/counter/:patient`. */
export interface CounterAnswer {
  name: string;
  /** In years; absent: the register has no whole birth date, and nobody can be said to decide. */
  age?: number;
  deciders: readonly Decider[];
  /** How many identity documents are asked for. */
  pieces: number;
}
