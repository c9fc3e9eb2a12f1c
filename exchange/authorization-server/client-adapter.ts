import { isCertificateOf } from '@continuum/registries-credential';
import { type Application, type Partner, unattestedText } from '@continuum/registries-partner';
import { matrix } from '@continuum/trust-access';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { certificateNameOf, type RequestShows } from './configuration/mutual-tls.ts';

/** Member of the client's metadata that carries its grant. */
export const grantedScopes = 'granted_scopes';
/** Member that says what kind of client it is. */
export const applicationKind = 'application_kind';
/** Member that says who may use it. */
export const forPersons = 'for_persons';

/**
 * The widest scope a system may be given. The profile's row of the access matrix still decides on which
 * domains, at each request.
 */
const toGrant = ({ profile }: Partner): string => {
  const { writes, creates = [] } = matrix[profile];
  return writes.length + creates.length > 0 ? 'system/*.cruds' : 'system/*.rs';
};

/** A system that registered nothing more than its keys. */
const plainService: Application = {
  kind: 'backend-service',
  grantTypes: ['client_credentials'],
  scopes: [],
  tokenBinding: 'bearer',
};

const proves = ({ kind }: Application): boolean =>
  kind === 'backend-service' || kind === 'smart-confidential';

/** By what a client proves itself: a signed assertion, or, without one, its certificate (RFC 8705, §2.1). */
function keysOf(
  { clientId, jwks }: Partner,
  application: Application,
  issuer: string,
  byCertificate: boolean,
): AdapterPayload {
  if (!proves(application)) return { token_endpoint_auth_method: 'none' };
  const { jwksUri } = application;
  return {
    ...(byCertificate
      ? {
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_san_uri: certificateNameOf(issuer, clientId),
        }
      : { token_endpoint_auth_method: 'private_key_jwt' }),
    ...(jwksUri === undefined ? { jwks: jwks as never } : { jwks_uri: jwksUri }),
  };
}

/** By a scheme of its own, an application on a device is called back (RFC 8252); the address is exact in each case. */
const isWeb = (address: string): boolean => /^https?:/.test(address);

interface ClientRules {
  issuer: string;
  /** Then plain bearer tokens are given. */
  demonstration: boolean;
  /** What the request in hand shows. */
  shows: () => RequestShows;
}

/** Bound to the certificate: where it was registered so, and where the client's own is shown and nothing else was. */
const isBoundToCertificate = (partner: Partner, { tokenBinding }: Application, own: boolean): boolean =>
  tokenBinding === 'mtls' || (own && tokenBinding === 'bearer' && partner.redirectUris.length === 0);

function toMetadata(partner: Partner, { issuer, demonstration, shows }: ClientRules): AdapterPayload {
  const application = partner.application ?? plainService;
  const { kind, grantTypes, scopes, tokenBinding, persons } = application;
  const calledBack = grantTypes.includes('authorization_code');
  const { certificate, assertion } = shows();
  const own = certificate !== undefined && isCertificateOf(certificate, partner);
  const bound = isBoundToCertificate(partner, application, own);
  return {
    client_id: partner.clientId,
    client_name: partner.name,
    application_type: partner.redirectUris.every(isWeb) ? 'web' : 'native',
    grant_types: [...grantTypes],
    response_types: calledBack ? ['code'] : [],
    redirect_uris: partner.redirectUris,
    ...keysOf(partner, application, issuer, own && !assertion),
    require_pushed_authorization_requests: kind === 'own-screen',
    dpop_bound_access_tokens: tokenBinding === 'dpop' || !(demonstration || bound),
    tls_client_certificate_bound_access_tokens: bound,
    [grantedScopes]: scopes.length > 0 ? scopes.join(' ') : toGrant(partner),
    [applicationKind]: kind,
    ...(persons && { [forPersons]: persons }),
  };
}

const readOnly = async (): Promise<never> => {
  throw new Error('Clients are registered in the partner registry, nowhere else.');
};

/**
 * Clients are read from the partner registry at each use: what it revokes is refused at once. Plain bearer tokens are
 * given in the demonstration only; a system that comes by its certificate gets tokens that are bound to it.
 */
export function clientAdapter(
  findPartner: (clientId: string) => Promise<Partner | undefined>,
  rules: ClientRules,
): Adapter {
  return {
    async find(id) {
      const partner = await findPartner(id);
      if (partner?.state === 'unattested')
        throw new errors.UnauthorizedClient(unattestedText(partner), 'product not attested');
      return partner?.state === 'active' ? toMetadata(partner, rules) : undefined;
    },
    upsert: readOnly,
    destroy: readOnly,
    consume: readOnly,
    revokeByGrantId: readOnly,
    findByUid: readOnly,
    findByUserCode: readOnly,
  };
}
