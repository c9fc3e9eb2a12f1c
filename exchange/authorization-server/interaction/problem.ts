import type { Configuration } from 'oidc-provider';
import { html } from './html.ts';
import { documentOf, problemHeaders, sayIn } from './page.ts';

/**
 * What a person reads when a request cannot be answered to the application: a code for whoever maintains that one, and
 * nothing of what is here.
 */
export const renderProblem: Configuration['renderError'] = (ctx, out) => {
  const english = (ctx.acceptsLanguages('fr', 'en') || 'fr') === 'en';
  const say = sayIn(english ? 'en' : 'fr');
  const code = typeof out.error === 'string' ? out.error : 'server_error';
  for (const [name, value] of Object.entries(problemHeaders())) ctx.set(name, value);
  ctx.type = 'html';
  ctx.body = documentOf(
    english ? 'en' : 'fr',
    say('problem'),
    html`<h1>${say('problem')}</h1><p>${say('failed', { code })}</p>`,
  );
};
