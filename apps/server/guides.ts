import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import statics from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
import markdown from 'markdown-it';

const folder = fileURLToPath(new URL('../../docs/guides/', import.meta.url));

/** The guides, by the actor that each is for, in the order of the work. They are in French, like the work. */
export const guides = {
  gaa: 'Gestionnaire des autorisations d’accès (GAA)',
  aga: 'Agent en gestion des accès (AGA)',
  tvi: 'Service de télévérification (TVI)',
  avi: 'Agent de vérification d’identité (AVI)',
  archives: 'Archives',
  intervenant: 'Intervenante, intervenant',
} as const;
type Guide = keyof typeof guides;

const isGuide = (name: string): name is Guide => Object.hasOwn(guides, name);

/** Markdown without HTML of its own: what stands in a guide as HTML is shown as text. */
const toHtml = markdown({ html: false, linkify: false, typographer: false });

const style = `
:root { font-family: Inter, system-ui, sans-serif; color: #12312f; background: #f6f4ef; line-height: 1.55 }
body { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem }
nav { display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: 1.5rem }
nav a { color: #0b5a57; font-weight: 600; padding: .55rem .8rem; border: 1px solid #b9cfcb; border-radius: .6rem; background: #fff; text-decoration: none }
nav a[aria-current] { background: #0b5a57; color: #fff }
a { color: #0b5a57 } :focus-visible { outline: 3px solid #c8641e; outline-offset: 2px }
h1 { font-size: 1.8rem; letter-spacing: -.02em; text-wrap: balance } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem }
img { max-width: 100%; height: auto; border: 1px solid #dcd8ce; border-radius: .6rem; margin: .5rem 0 }
li { margin-bottom: .35rem } table { border-collapse: collapse; width: 100%; background: #fff }
th, td { text-align: start; vertical-align: top; border: 1px solid #dcd8ce; padding: .5rem .7rem }
@media print { nav { display: none } :root { background: none; font-size: 10.5pt } img { max-height: 11cm } h2 { break-after: avoid } img, tr { break-inside: avoid } }`;

const link = (name: Guide, current: Guide | undefined): string =>
  `<a href="/guides/${name}"${name === current ? ' aria-current="page"' : ''}>${guides[name]}</a>`;

function page(title: string, body: string, current?: Guide): string {
  const links = (Object.keys(guides) as Guide[]).map(name => link(name, current)).join('');
  return `<!doctype html>
<html lang="fr-CA"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Continuum</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/guides/style.css"></head>
<body><nav aria-label="Guides rapides">${links}</nav><main>${body}</main></body></html>`;
}

/**
 * The quick guides of each actor, mounted at `/guides`: `GET /` (which there are), `/:name`, `/style.css`, `/pictures/*`. Written once
 * in `docs/guides`; read by anybody, since who cannot sign in needs them too.
 */
export const guideRoutes: FastifyPluginAsync = async app => {
  const html = 'text/html; charset=utf-8';
  const pictures = `${folder}pictures`;
  if (existsSync(pictures))
    await app.register(statics, {
      ...{ root: pictures, prefix: '/pictures/', decorateReply: false, index: false, wildcard: false },
      ...{ cacheControl: false, setHeaders: reply => reply.header('Cache-Control', 'no-cache') },
    });
  app.get('/', (_, reply) => {
    const heading = '<h1>Guides rapides</h1><p>Choisissez le vôtre.</p>';
    return reply.type(html).send(page('Guides rapides', heading));
  });
  app.get('/style.css', (_, reply) => reply.type('text/css; charset=utf-8').send(style));
  app.get<{ Params: { name: string } }>('/:name', async ({ params: { name } }, reply) => {
    if (!isGuide(name)) return reply.callNotFound();
    const text = await readFile(`${folder}${name}.md`, 'utf8');
    // Pictures lie beside the text, so that it reads in the repository too.
    const body = toHtml.render(text).replaceAll('src="pictures/', 'src="/guides/pictures/');
    return reply.type(html).send(page(`Guide rapide, ${guides[name]}`, body, name));
  });
};
