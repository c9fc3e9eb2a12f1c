import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import statics from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { policyWithStyle } from './content-policy.ts';

const screens = ['visualiseur', 'carnet', 'console'];

const built = (screen: string): string => fileURLToPath(new URL(`../${screen}/dist`, import.meta.url));

/**
 * A page whose theme may set styles: under a nonce of this answer alone, which the page takes out of itself when it
 * starts (`ui/kit`).
 */
function pageSender(root: string): (_: unknown, reply: FastifyReply) => FastifyReply {
  const html = readFileSync(join(root, 'index.html'), 'utf8');
  return (_, reply) => {
    const nonce = randomBytes(16).toString('base64url');
    return reply
      .header('Content-Security-Policy', policyWithStyle(`'nonce-${nonce}'`))
      .header('Cache-Control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html.replace('</head>', `<meta name="style-nonce" content="${nonce}" /></head>`));
  };
}

/** Addresses inside an application are its own to read: any that is no file gives its page. */
async function serveScreen(app: FastifyInstance, screen: string): Promise<void> {
  const root = built(screen);
  if (!existsSync(root)) return;
  await app.register(statics, {
    root,
    prefix: `/${screen}/`,
    decorateReply: false,
    wildcard: false,
    index: false,
    // The page is sent below, under its own policy.
    globIgnore: ['index.html'],
    cacheControl: false,
    // A file of `assets` has the digest of its content in its name.
    setHeaders: (reply, path) => {
      const lasting = path.startsWith(join(root, 'assets'));
      reply.header('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = pageSender(root);
  app.get(`/${screen}`, (_, reply) => reply.redirect(`/${screen}/`, 302));
  app.get(`/${screen}/`, page);
  // A file that is not there is not a page: an old tab learns that it is old.
  app.get(`/${screen}/assets/*`, (_, reply) => reply.callNotFound());
  app.get(`/${screen}/*`, page);
}

/** The three web applications, where they are built. The first page leads to them. */
export async function serveScreens(app: FastifyInstance, home: string): Promise<void> {
  const [first] = screens.filter(screen => existsSync(built(screen)));
  if (first) await app.register(statics, { root: built(first), serve: false });
  for (const screen of screens) await serveScreen(app, screen);
  app.get('/', (_, reply) => reply.redirect(home, 302));
}
