import { heldBy, inForceOf } from '@continuum/governance-authorization';
import { locate, type RemoteAccessDeps } from '@continuum/governance-remote-access';
import type { RemoteAccessRoutesDeps } from '@continuum/governance-remote-access/routes';
import { createOwnKeys, type Locate } from '@continuum/registries-credential';
import type { Rooms } from './rooms.ts';
import type { Settings } from './settings.ts';

/** In the demonstration a visitor may be at home: it closes doors, and opens none. */
const isAtHome = ({ demonstration }: Settings, cookie: string | undefined): boolean =>
  demonstration && /(^|; )continuum_home=1(;|$)/.test(cookie ?? '');

/** From where somebody signs in, and so as what. */
export function locateIn({ settings, database }: Pick<Rooms, 'settings' | 'database'>): Locate {
  const deps = { pool: database.service, everywhere: settings.usualNetworks };
  return whence =>
    locate(deps, { ...whence, address: isAtHome(settings, whence.headers.cookie) ? '' : whence.address });
}

const officesOf =
  ({ database }: Rooms): RemoteAccessDeps['officesOf'] =>
  async caller => {
    if (caller.actor.profile === 'operations') return [{}];
    const held = await heldBy({ tx: database.service, caller });
    return held.flatMap(({ office, organization, organizationName: name }) => {
      if (office === 'gaa') return [{ organization, name }];
      return office === 'aga' ? [{}] : [];
    });
  };

/** What the room of remote access needs of the others. */
export function remoteAccessOf(rooms: Rooms): RemoteAccessRoutesDeps {
  const { settings, database, gate, origins, sessions } = rooms;
  const pool = database.service;
  return {
    ...{ pool, gate, origins, everywhere: settings.usualNetworks },
    keys: createOwnKeys(pool, origins),
    authorizationsOf: (holder, now) => inForceOf(pool, holder, now),
    officesOf: officesOf(rooms),
    journal: event => gate.attempt(event),
    async admit(signer, remote, authorization) {
      const found = (await inForceOf(pool, signer.actor.id, new Date())).find(
        ({ id }) => id === authorization,
      );
      if (found === undefined) return false;
      const { id, profile, organization } = found;
      const under = { profile: profile as typeof signer.actor.profile, organization, authorization: id };
      return sessions.become(signer.session, { ...signer.actor, ...under, remote });
    },
  };
}
