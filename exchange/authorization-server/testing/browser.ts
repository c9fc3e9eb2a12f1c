import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { issuer } from './server.ts';

interface Cookie {
  name: string;
  value: string;
  path: string;
}

type Fields = Record<string, string>;

/** A browser as far as this server sees one: cookies by their path, redirections here, forms with their origin. */
export function createBrowser(app: FastifyInstance) {
  let jar: Cookie[] = [];
  const cookieFor = (path: string): string =>
    jar
      .filter(cookie => path.startsWith(cookie.path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');

  function keep(answer: LightMyRequestResponse): void {
    for (const { name, value, path = '/', expires } of answer.cookies) {
      jar = jar.filter(cookie => cookie.name !== name || cookie.path !== path);
      const over = expires !== undefined && expires.getTime() < Date.now();
      if (value !== '' && !over) jar.push({ name, value, path });
    }
  }

  async function send(method: 'GET' | 'POST', url: string, fields?: Fields, headers: Fields = {}) {
    const path = url.startsWith(issuer) ? url.slice(issuer.length) : url;
    const cookie = cookieFor(path.split('?')[0]!);
    const answer = await app.inject({
      ...{ method, url: path },
      headers: {
        ...(cookie && { cookie }),
        ...(fields && { 'content-type': 'application/x-www-form-urlencoded', origin: issuer }),
        ...headers,
      },
      ...(fields && { payload: new URLSearchParams(fields).toString() }),
    });
    keep(answer);
    return answer;
  }

  /** Goes where it is sent, until that is elsewhere or a page. */
  async function follow(answer: LightMyRequestResponse): Promise<LightMyRequestResponse> {
    const { location } = answer.headers;
    const here = typeof location === 'string' && (location.startsWith('/') || location.startsWith(issuer));
    return here && answer.statusCode < 400 ? follow(await send('GET', location)) : answer;
  }

  return {
    cookies: () => jar,
    set(name: string, value: string, path = '/'): void {
      jar.push({ name, value, path });
    },
    get: (url: string, headers?: Fields) => send('GET', url, undefined, headers),
    open: async (url: string) => follow(await send('GET', url)),
    /** Sends a page's form, with what it hides and what the person chose. */
    async submit(page: LightMyRequestResponse, url: string, chosen: Fields, headers?: Fields) {
      const hidden = [...page.body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
      const fields = Object.fromEntries(hidden.map(([, name, value]) => [name!, value!]));
      return follow(await send('POST', url, { ...fields, ...chosen }, headers));
    },
    post: (url: string, fields: Fields, headers?: Fields) => send('POST', url, fields, headers),
  };
}

export type Browser = ReturnType<typeof createBrowser>;
