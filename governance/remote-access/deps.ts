import type { Pool } from '@continuum/record-database';
import type { DoorEvent, Gate, Origin } from '@continuum/record-gate';
import type { OwnKeys } from '@continuum/registries-credential';
import type { Actor } from '@continuum/trust-access';
import type { InForce } from './rules/check-declaration.ts';

/** Who asks, from where. */
export interface Caller {
  actor: Actor;
  origin: Origin;
}

/** A place among those where somebody answers for others' access: everywhere when it names none. */
export interface Office {
  organization?: string;
  name?: string;
}

/** What the room is made over. */
export interface RemoteAccessDeps {
  pool: Pool;
  /** The registers of intervenants and organismes. */
  gate: Pick<Gate, 'open'>;
  keys: OwnKeys;
  /** The authorizations in force of a person (`Practitioner/<id>`), the newest first. */
  authorizationsOf: (holder: string, now: Date) => Promise<InForce[]>;
  /** Where somebody answers for others' access: their organization (GAA), everywhere (AGA, operations). */
  officesOf: (caller: Caller) => Promise<Office[]>;
  /** Networks that are usual places for everybody. */
  everywhere: readonly string[];
  /** Durable when it resolves. */
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}

export const nowOf = ({ clock }: RemoteAccessDeps): Date => clock?.() ?? new Date();
export const practitionerIdOf = ({ id }: Pick<Actor, 'id'>): string => id.replace(/^Practitioner\//, '');

/** Whether somebody answers for access at an organization. */
export const mayManage = (offices: readonly Office[], organization: string): boolean =>
  offices.some(office => office.organization === undefined || office.organization === organization);
