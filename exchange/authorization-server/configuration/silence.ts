import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';

const { base, Check } = interactionPolicy;

/**
 * A request that must be answered without showing anything (`prompt=none`, OIDC Core 3.1.2.1), by a browser that goes there itself: the
 * whole window, and no frame of another page. Whatever else asks so, or names whom it expects, is told `login_required` at once.
 */
function isSilent({ oidc, method, headers }: KoaContextWithOIDC): boolean {
  const { id_token_hint: hint, max_age: age } = oidc.params ?? {};
  return (
    oidc.prompts.has('none') &&
    oidc.route === 'authorization' &&
    method === 'GET' &&
    headers['sec-fetch-dest'] === 'document' &&
    hint === undefined &&
    age === undefined
  );
}

/** The detail of an interaction that answers without a page. */
export const silently = 'silent';

/**
 * When a person is asked. A silent request is answered by the interaction too, since only there is it known who is signed in: cookies that no page
 * elsewhere has sent along come with the second step alone.
 */
export function interactionsPolicy() {
  const policy = base();
  const silence = new Check(
    'silent',
    'End-User authentication is required',
    'login_required',
    ctx => {
      if (!isSilent(ctx)) return Check.NO_NEED_TO_PROMPT;
      ctx.oidc.params!.prompt = undefined;
      return Check.REQUEST_PROMPT;
    },
    () => ({ [silently]: true }),
  );
  policy.get('login')!.checks.add(silence, 0);
  return policy;
}
