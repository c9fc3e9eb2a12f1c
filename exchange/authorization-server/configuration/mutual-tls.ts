import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ConnectionCertificate, isCertificateOf } from '@continuum/registries-credential';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';

/** The certificate that the connection of a request showed, when it counts. */
export type ConnectionCertificates = Pick<WeakMap<IncomingMessage, ConnectionCertificate>, 'get'>;

/** What the request in hand shows, where a client is looked up by its name alone. */
export interface RequestShows {
  certificate?: ConnectionCertificate;
  /** It carries a client assertion. */
  assertion: boolean;
}

/** The name of a system's certificate (RFC 8705, §2.1.2, `tls_client_auth_san_uri`). */
export const certificateNameOf = (issuer: string, clientId: string): string =>
  `${issuer}/fhir/R4/Device/${clientId}`;

/** What the request that is being answered shows. */
export function requestShows(certificates: ConnectionCertificates): RequestShows {
  const { ctx } = Provider;
  const certificate = ctx && certificates.get(ctx.req);
  const assertion = ctx?.oidc.params?.client_assertion !== undefined;
  return { assertion, ...(certificate && { certificate }) };
}

function certificateOf(
  certificates: ConnectionCertificates,
  { req, oidc: { client } }: KoaContextWithOIDC,
): ConnectionCertificate | undefined {
  const certificate = certificates.get(req);
  if (certificate === undefined || client === undefined) return undefined;
  const { clientId, jwks } = client;
  const known = { clientId, jwks: { keys: (jwks?.keys ?? []) as Record<string, unknown>[] } };
  return isCertificateOf(certificate, known) ? certificate : undefined;
}

/**
 * Mutual TLS (RFC 8705): a system may prove itself by its certificate, and its tokens are bound to it. That the
 * certificate counts (path, dates, revocation) was seen when the request came in; here, that it is this client's.
 */
export function mutualTls(issuer: string, certificates: ConnectionCertificates) {
  return {
    enabled: true,
    certificateBoundAccessTokens: true,
    selfSignedTlsClientAuth: false,
    tlsClientAuth: true,
    getCertificate(ctx: KoaContextWithOIDC) {
      const certificate = certificateOf(certificates, ctx);
      return certificate && new X509Certificate(certificate.der).toString();
    },
    certificateAuthorized: (ctx: KoaContextWithOIDC) => certificateOf(certificates, ctx) !== undefined,
    certificateSubjectMatches: (ctx: KoaContextWithOIDC, property: string, expected: string) =>
      property === 'tls_client_auth_san_uri' &&
      expected === certificateNameOf(issuer, ctx.oidc.client?.clientId ?? '') &&
      certificateOf(certificates, ctx) !== undefined,
  };
}
