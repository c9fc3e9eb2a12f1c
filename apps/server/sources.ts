import type { OpenedGate } from '@continuum/record-gate';
import type { Partners } from '@continuum/registries-partner';

/** Every system that may send, for which organisme, and when it last did. */
export async function sourcesOf(partners: Pick<Partners, 'list'>, gate: Pick<OpenedGate, 'deposits'>) {
  const systems = await partners.list();
  const received = await gate.deposits.lastReceived(systems.map(({ clientId }) => clientId));
  return systems.map(({ clientId, name, profile, state, organization }) => ({
    organization: organization.id,
    organizationName: organization.name,
    clientId,
    name,
    profile,
    state,
    lastReceived: received.get(clientId),
  }));
}
