import { parseScope } from '@continuum/trust-access';

/**
 * What kind of client it is. Backend service and SMART applications as SMART App Launch 2.2 tells them apart; a
 * screen of the project's own asks nobody's permission and pushes its requests (RFC 9126).
 */
export type ApplicationKind = 'backend-service' | 'smart-confidential' | 'smart-public' | 'own-screen';

export type GrantType = 'client_credentials' | 'authorization_code' | 'refresh_token';

/** How its tokens are bound to it: to a key (RFC 9449), to a certificate (RFC 8705), or, in the demonstration, not. */
export type TokenBinding = 'dpop' | 'mtls' | 'bearer';

/** What a client registered for the authorization server. */
export interface Application {
  kind: ApplicationKind;
  grantTypes: readonly GrantType[];
  /** Where its keys are, instead of `jwks` by value. */
  jwksUri?: string;
  /** The widest that it may be given: SMART v2 scopes, `openid`, `fhirUser`, `launch`, `launch/patient`… */
  scopes: readonly string[];
  /** Where a DMÉ sends the browser to start it. */
  launchUrl?: string;
  tokenBinding: TokenBinding;
  /** Who may use it; everyone when absent. */
  persons?: 'clinician' | 'citizen';
}

/** A registration that cannot stand: which field, and the mend. */
export class BadRegistration extends Error {
  constructor(field: string, mend: string) {
    super(`${field}: ${mend}`);
    this.name = 'BadRegistration';
  }
}

const loopbacks = new Set(['localhost', '127.0.0.1', '[::1]']);

function checkAddress(field: string, address: string, demonstration: boolean): void {
  if (!URL.canParse(address)) throw new BadRegistration(field, `"${address}" is not an address.`);
  const { protocol, hostname, username, password, hash } = new URL(address);
  if (username || password || hash)
    throw new BadRegistration(field, 'give an address without a name, a password or a fragment.');
  const plain = protocol === 'http:' && demonstration && loopbacks.has(hostname);
  if (protocol !== 'https:' && !plain) throw new BadRegistration(field, `"${address}" must be https.`);
}

/** RFC 8252: an application on a device may be called back by a scheme of its own, named after a domain. */
function checkRedirect(address: string, demonstration: boolean): void {
  if (/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:\//.test(address)) return;
  checkAddress('redirectUris', address, demonstration);
}

const plain = new Set(['openid', 'fhirUser', 'launch', 'launch/patient', 'offline_access', 'online_access']);

function checkScopes({ kind, scopes }: Application): void {
  const system = kind === 'backend-service';
  for (const text of scopes) {
    const scope = parseScope(text);
    const known = scope ? (scope.context === 'system') === system : !system && plain.has(text);
    if (known && !system && /[cud]/.test(scope?.actions ?? ''))
      throw new BadRegistration('scopes', `"${text}": applications that act for persons read; give .rs.`);
    if (!known)
      throw new BadRegistration(
        'scopes',
        `"${text}" is none that a ${kind} may have; give ${system ? 'system/…' : 'patient/…, user/… or launch'} scopes of SMART v2.`,
      );
  }
}

const expectedGrants: Record<ApplicationKind, (types: ReadonlySet<GrantType>) => boolean> = {
  'backend-service': types => types.size === 1 && types.has('client_credentials'),
  'smart-confidential': types => types.has('authorization_code') && !types.has('client_credentials'),
  'smart-public': types => types.has('authorization_code') && !types.has('client_credentials'),
  'own-screen': types => types.has('authorization_code') && !types.has('client_credentials'),
};

/** The public halves of its keys are known, by value or by address, when it proves itself by them. */
function checkKeys({ kind, jwksUri }: Application, byValue: number, demonstration: boolean): void {
  const proves = kind === 'backend-service' || kind === 'smart-confidential';
  if (jwksUri !== undefined) checkAddress('jwksUri', jwksUri, demonstration);
  if (jwksUri !== undefined && byValue > 0)
    throw new BadRegistration('jwksUri', 'give keys by value or by address, not both.');
  if (proves !== (jwksUri !== undefined || byValue > 0))
    throw new BadRegistration(
      'jwks',
      proves ? 'give its public keys.' : `a ${kind} has no keys; leave them out.`,
    );
}

/**
 * Checks a registration as it is written; https everywhere, a loopback address only in the demonstration.
 * @throws BadRegistration
 */
export function checkApplication(
  application: Application,
  partner: { redirectUris: readonly string[]; jwks: { keys: readonly unknown[] } },
  demonstration: boolean,
): void {
  const { kind, grantTypes, launchUrl, tokenBinding } = application;
  if (!expectedGrants[kind](new Set(grantTypes)))
    throw new BadRegistration('grantTypes', `${grantTypes.join(', ')} are not those of a ${kind}.`);
  checkKeys(application, partner.jwks.keys.length, demonstration);
  checkScopes(application);
  const called = grantTypes.includes('authorization_code');
  if (called !== partner.redirectUris.length > 0)
    throw new BadRegistration('redirectUris', called ? 'give one at least.' : 'a service has none.');
  for (const address of partner.redirectUris) checkRedirect(address, demonstration);
  if (launchUrl !== undefined) checkAddress('launchUrl', launchUrl, demonstration);
  if (tokenBinding === 'bearer' && !demonstration)
    throw new BadRegistration(
      'tokenBinding',
      'plain bearer tokens are for the demonstration; choose dpop or mtls.',
    );
  if (tokenBinding !== 'dpop' && kind === 'own-screen')
    throw new BadRegistration('tokenBinding', 'the project’s own screens use dpop.');
}
