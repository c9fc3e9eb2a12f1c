import type { StaffAct } from '@continuum/registries-credential';
import type { Office } from '../machine/machine.ts';

/**
 * Which office does what with the keys and certificates of others, outside the handover of an order (*Aide-mémoire Introduction
 * DSQ*: the AGA orders the certificate; the TVI, or the regional AVI, verifies who holds the key and lifts its
 * suspension). A GAA does nothing with keys: suspending or withdrawing the authorization shuts the person out at once. Operations
 * neither: what they need is on the command line, where the authority's keys are.
 */
export const keyOffices: Readonly<Record<StaffAct, readonly Office[]>> = {
  'see-keys': ['aga', 'tvi', 'avi'],
  // Another key in the place of one, told in a meeting; two persons, whoever they are: who invites does not activate.
  invite: ['tvi', 'avi'],
  activate: ['tvi', 'avi'],
  lost: ['tvi', 'avi'],
  suspend: ['tvi', 'avi'],
  restore: ['tvi', 'avi'],
  blocked: ['tvi', 'avi'],
  renew: ['aga'],
  revoke: ['aga'],
  'see-certificates': ['aga'],
  'revoke-certificate': ['aga'],
};
