import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from './html.ts';
import { texts } from './texts.data.ts';

export type Language = keyof typeof texts;
export type Say = (key: keyof (typeof texts)['fr'], values?: Readonly<Record<string, string>>) => string;

const style = `:root{color-scheme:light;font:1.0625rem/1.55 system-ui,sans-serif;color:#16242f;background:#f3f6f8}
*{box-sizing:border-box}body{margin:0;display:grid;min-height:100vh;place-items:center;padding:1rem}
main{width:min(34rem,100%);background:#fff;border-radius:12px;padding:2rem;box-shadow:0 1px 3px #0003}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 .75rem}h2{font-size:1.05rem;margin:1.5rem 0 .25rem}
ul{padding-left:1.25rem}.who{font-size:1.1rem;font-weight:600}.row{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}
button,a.button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:8px;border:2px solid #0b5c8a;
background:#0b5c8a;color:#fff;text-decoration:none;cursor:pointer}button.second,a.second{background:#fff;color:#0b5c8a}
:focus-visible{outline:3px solid #b35c00;outline-offset:2px}label{display:block;font-weight:600;margin-top:1rem}
input[type=text]{font:inherit;width:100%;min-height:2.75rem;padding:.5rem .75rem;border:2px solid #5b6f7d;border-radius:8px}
.choice{font-weight:400;margin:.5rem 0}.alert{border-left:4px solid #a4262c;padding:.25rem .75rem;background:#fdf3f3}
footer{margin-top:1.5rem;font-size:.95rem;display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}a{color:#0b5c8a}`;
const styleHash = `'sha256-${hash('sha256', style, 'base64')}'`;

/**
 * Nothing but its own style: no script, no picture, no frame around it. A form may lead to where the browser is
 * redirected, the application's own address of return included.
 */
const policy = (formTargets: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src ${styleHash}`,
    `form-action 'self'${formTargets.map(target => ` ${target}`).join('')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The language asked for: by the page's own switch, else by the browser; French when neither says. */
export function languageOf(request: FastifyRequest): Language {
  const { lang } = request.query as { lang?: unknown };
  if (lang === 'fr' || lang === 'en') return lang;
  const [first = ''] = (request.headers['accept-language'] ?? '').split(',');
  return first.trim().toLowerCase().startsWith('en') ? 'en' : 'fr';
}

/** The texts of a language. */
export const sayIn =
  (language: Language): Say =>
  (key, values = {}) =>
    texts[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');

/** A whole document. `head`: what a page needs there besides its title. */
export const documentOf = (language: Language, title: string, body: Html, head?: Html): string =>
  `<!doctype html>${
    html`<html lang="${language === 'fr' ? 'fr-CA' : 'en-CA'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Continuum</title>
<style>${{ html: style }}</style>${head}</head><body><main>${body}</main></body></html>`.html
  }`;

const safety = (formTargets: readonly string[]): Record<string, string> => ({
  'Content-Security-Policy': policy(formTargets),
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
  // So that a form says from where it was sent, to this server alone.
  'Referrer-Policy': 'same-origin',
});

export interface Page {
  title: string;
  body: Html;
  head?: Html;
  status?: number;
  /** Origins, or schemes, that the page's forms may end at. */
  formTargets?: readonly string[];
}

/** Sends a page. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  const { title, body, head, status = 200, formTargets = [] } = page;
  return reply
    .code(status)
    .headers(safety(formTargets))
    .type('text/html; charset=utf-8')
    .send(documentOf(languageOf(request), title, body, head));
}

/** The headers of a page that the provider sends itself. */
export const problemHeaders = (): Record<string, string> => safety([]);
