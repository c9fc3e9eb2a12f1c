import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from './html.ts';
import { texts } from './texts.data.ts';

export type Language = keyof typeof texts;
export type Say = (key: keyof (typeof texts)['fr'], values?: Readonly<Record<string, string>>) => string;

// The colours of the screens (ui/kit), which this page is one step away from.
const style = `:root{color-scheme:light;font:1.0625rem/1.55 "Inter Variable",Inter,system-ui,sans-serif;color:#17262d;background:#f3f5f2}
*{box-sizing:border-box}body{margin:0;display:grid;min-height:100vh;place-items:center;padding:1rem}
main{width:min(35rem,100%);background:#fff;border:1px solid #e0e6e7;border-radius:14px;padding:clamp(1.25rem,5vw,2.25rem);
box-shadow:0 1px 3px #072f3314,0 4px 14px #072f330d}
.brand{margin:0 0 1.25rem;padding-bottom:1rem;border-bottom:1px solid #e0e6e7;color:#0b4346;font-weight:680;letter-spacing:-.02em}
h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.015em;margin:0 0 .75rem}h2{font-size:1.05rem;margin:1.5rem 0 .25rem}
p{margin:.75rem 0}ul{margin:.5rem 0;padding-left:1.25rem}section form{margin-top:1rem}section{padding-top:.25rem;border-top:1px solid #e0e6e7;margin-top:1.25rem}
.who{padding:.75rem 1rem;border-radius:9px;background:#eef7f6;font-size:1.1rem;font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}
button,a.button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.4rem;border-radius:9px;border:1px solid #1b6b6b;
background:#1b6b6b;color:#fff;text-decoration:none;cursor:pointer}button:hover,a.button:hover{background:#115656}
button.second,a.second{background:#fff;border-color:#a9b7ba;color:#17262d}button.second:hover,a.second:hover{background:#f6f8f8}
:focus-visible{outline:3px solid #b85a10;outline-offset:2px}label{display:block;font-weight:600;margin-top:1rem}
input[type=text]{font:inherit;width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid #7d8f94;border-radius:9px}
.choice{display:flex;gap:.75rem;align-items:baseline;min-height:2.75rem;margin:.5rem 0;padding:.6rem 1rem;border:1px solid #e0e6e7;border-radius:9px;font-weight:400}
.choice:has(:checked){border-color:#1b6b6b;background:#eef7f6}input{accent-color:#1b6b6b}
.alert{border-left:4px solid #b23524;border-radius:4px;padding:.25rem .75rem;background:#fdf0ee}
.heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
footer{margin-top:1.75rem;padding-top:1rem;border-top:1px solid #e0e6e7;font-size:.95rem;display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}
a{color:#115656;text-underline-offset:4px}`;
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
<style>${{ html: style }}</style>${head}</head><body><main><p class="brand">Continuum</p>${body}</main></body></html>`
      .html
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
