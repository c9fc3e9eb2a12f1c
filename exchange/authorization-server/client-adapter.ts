import type { Partner } from '@continuum/registries-partner';
import { matrix } from '@continuum/trust-access';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Member of the client's metadata that carries its grant. */
export const grantedScopes = 'granted_scopes';

/**
 * The widest scope a system may be given. The profile's row of the access matrix still decides on which
 * domains, at each request.
 */
const toGrant = ({ profile }: Partner): string => {
  const { writes, creates = [] } = matrix[profile];
  return writes.length + creates.length > 0 ? 'system/*.cruds' : 'system/*.rs';
};

const toMetadata = (partner: Partner): AdapterPayload => ({
  client_id: partner.clientId,
  client_name: partner.name,
  jwks: partner.jwks as never,
  [grantedScopes]: toGrant(partner),
});

const readOnly = async (): Promise<never> => {
  throw new Error('Clients are registered in the partner registry, nowhere else.');
};

/** Clients are read from the partner registry at each use: what it revokes is refused at once. */
export function clientAdapter(findPartner: (clientId: string) => Promise<Partner | undefined>): Adapter {
  return {
    async find(id) {
      const partner = await findPartner(id);
      return partner?.state === 'active' ? toMetadata(partner) : undefined;
    },
    upsert: readOnly,
    destroy: readOnly,
    consume: readOnly,
    revokeByGrantId: readOnly,
    findByUid: readOnly,
    findByUserCode: readOnly,
  };
}
