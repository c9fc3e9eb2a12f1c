import type { PurposeOfUse } from './purpose.ts';

/** Who is at the door. Made by the room that authenticated them, never by a route or a screen. */
export interface Actor {
  kind: 'practitioner' | 'citizen' | 'system' | 'unknown';
  /** Stable reference: `Practitioner/<id>`, `Patient/<id>`, `Device/<client_id>`, or `unknown`. */
  id: string;
  /** As a person reads it in the journal: a name, never a number. */
  name: string;
  profile: Profile;
  /** On whose behalf. */
  organization?: { id: string; name: string };
  /** Practitioners: id of the access authorization that gives them the profile there. Without one, the profile is `none`. */
  authorization?: string;
  /** Practitioners: where they ask from, when it is no usual place of practice. Absent: a usual place. */
  remote?: Remote;
  /** Citizens: ids of the Patients they may open, their own first. */
  usagers?: readonly string[];
  /** Citizens: those among `usagers` whom they may read and not decide for. */
  readsOnly?: readonly string[];
  /** Systems: what their deposits may do, from the partner registry. */
  source?: Source;
  /** By an access token: what it allows (SMART v2 scopes). Absent: scopes do not limit. */
  scopes?: readonly string[];
  /** By an access token that names purposes: it is for no other. */
  purposes?: readonly PurposeOfUse[];
  /** By an access token: id of the one Patient whose record it opens, whomever its holder may open. */
  patient?: string;
  /**
   * Staff at the counter: id of the one Patient at whose request they act, with proof of who asks. Put there by the
   * counter’s own door (`registries/consent`), by nobody else.
   */
  atRequestOf?: string;
  /** The application that acts for the person, by their authorization. */
  application?: { id: string; name: string };
  /** Of somebody signed in at a screen: which session, as its digest. */
  session?: string;
  /** What proved it. */
  credential: { kind: 'key' | 'password' | 'client-assertion' | 'none'; id: string };
}

/**
 * From elsewhere than a usual place of practice: a home that was declared an extension of one, and the id of the declaration;
 * or a device that nobody declared, which opens nothing of the record.
 */
export type Remote = { at: 'home' | 'patient-home'; declaration: string } | { at: 'undeclared' };

/** A source system as the partner registry knows it. */
export interface Source {
  /** The client id, unique; part of every identity derived for what it deposits. */
  id: string;
  /** May it register a usager that the register does not know (hospital, feed of the register)? */
  registersUsagers: boolean;
}

/** Access profiles. Persons first, then kinds of systems. A row of the access matrix each. */
export type Profile =
  | 'physician'
  | 'radiologist'
  | 'pharmacist'
  | 'nurse'
  | 'archivist'
  | 'access-manager'
  | 'surveillance'
  | 'certification'
  | 'operations'
  | 'citizen'
  | 'laboratory-system'
  | 'pharmacy-system'
  | 'imaging-system'
  | 'hospital-system'
  | 'emr-system'
  | 'patient-registry-feed'
  | 'platform'
  | 'none';

/** The caller that nobody could identify: every door is closed to them, and the attempt is journalled. */
export const unknownActor: Actor = {
  kind: 'unknown',
  id: 'unknown',
  name: 'Inconnu',
  profile: 'none',
  credential: { kind: 'none', id: 'none' },
};

/** The platform as it watches accesses: it reads the journal and who people are, for compliance, and nothing else. */
export const surveillanceActor: Actor = {
  kind: 'system',
  id: 'Device/continuum-surveillance',
  name: 'Continuum, surveillance',
  profile: 'surveillance',
  credential: { kind: 'none', id: 'platform' },
};

/**
 * The platform itself, for work that no person asked for at that moment: identification of a deposit,
 * jobs. It discloses nothing to anyone.
 */
export const platformActor: Actor = {
  kind: 'system',
  id: 'Device/continuum',
  name: 'Continuum',
  profile: 'platform',
  credential: { kind: 'none', id: 'platform' },
};
