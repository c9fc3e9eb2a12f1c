import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Grants } from './grants.ts';
import { words } from './requested-scopes.ts';

/**
 * What SMART App Launch 2.2 (§2.0.11) puts beside a token: whose record it opens, whether the application shows whose it
 * is, and all of its scopes: those that are not about resources too.
 */
export async function completeTokenAnswer(ctx: KoaContextWithOIDC, grants: Grants): Promise<void> {
  const { route, entities } = ctx.oidc ?? {};
  const source = entities?.RefreshToken ?? entities?.AuthorizationCode;
  const id = entities?.Grant?.jti;
  if (route !== 'token' || ctx.status !== 200 || !source || id === undefined) return;
  const grant = await grants.find(id, ctx.oidc.client!.clientId);
  if (!grant) return;
  const { patient, encounter, banner } = grant;
  const answer = ctx.body as Record<string, unknown>;
  Object.assign(
    answer,
    patient === undefined ? {} : { patient, need_patient_banner: banner },
    encounter === undefined ? {} : { encounter },
    {
      scope: [
        ...new Set([...words(source.scope).filter(scope => !scope.includes('.')), ...words(answer.scope)]),
      ].join(' '),
    },
  );
}
