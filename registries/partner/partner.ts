import type { Actor, Profile } from '@continuum/trust-access';
import type { Application } from './application.ts';

/** How a system names itself in HL7 v2: MSH-3 and MSH-4. An empty facility stands for all of them. */
export interface Sender {
  application: string;
  facility: string;
}

/** What stands of the version of its product that a partner says it runs: `none`, it was never attested, or none is said. */
export type Standing = 'attested' | 'expired' | 'withdrawn' | 'none';

/** A system that may connect. */
export interface Partner {
  /** OAuth client id, unique; part of every identity derived for what it deposits. */
  clientId: string;
  /** As a person reads it. */
  name: string;
  organization: { id: string; name: string };
  profile: Profile;
  /** Its public keys (RFC 7517): what its client assertions are verified with. */
  jwks: { keys: Record<string, unknown>[] };
  /** May it add a usager whom the register does not know? */
  registersUsagers: boolean;
  redirectUris: string[];
  /**
   * A suspended system is known and refused. So is one whose version must be attested and is not: that is never
   * registered, but found (`PartnersDeps.attestation`).
   */
  state: 'active' | 'suspended' | 'unattested';
  senders: Sender[];
  /** What it may do at the authorization server; absent: a backend service, whose tokens are not bound. */
  application?: Application;
  /** The version of its product that it runs, as its maker writes it (RFC 7591, `software_version`). */
  softwareVersion?: string;
  /** What stands of that version; never registered, but found, where a rule asks. */
  standing?: Standing;
  /** Ids of tokens that it gave back; what is registered does not change them. */
  revokedTokens?: readonly string[];
}

/** The system as the one at the door, once `credential` has proved it. */
export function toActor(partner: Partner, credential: Actor['credential']): Actor {
  return {
    kind: 'system',
    id: `Device/${partner.clientId}`,
    name: partner.name,
    profile: partner.profile,
    organization: partner.organization,
    source: { id: partner.clientId, registersUsagers: partner.registersUsagers },
    credential,
  };
}
