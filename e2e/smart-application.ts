import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import smart from 'fhirclient';

type Client = Awaited<ReturnType<ReturnType<typeof smart>['ready']>>;

/** Somebody else's application, with its own server, as `fhirclient` makes them. */
export async function startApplication(clientId: string, port: number, scope: string) {
  const kept = new Map<string, unknown>();
  const storage = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: unknown) => {
      kept.set(key, value);
      return value;
    },
    unset: async (key: string) => kept.delete(key),
  };
  const address = `http://localhost:${port}`;
  let client: Client | undefined;
  let failure: unknown;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url!, address);
    if (pathname === '/page') {
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="/launch${search.replaceAll('"', '')}">Commencer</a>`);
      return;
    }
    if (pathname === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const api = smart(request as never, response as never, storage as never);
    if (request.url!.startsWith('/launch')) {
      const iss = new URL(request.url!, address).searchParams.get('iss')!;
      await api.authorize({ clientId, scope, redirectUri: `${address}/back`, iss, pkceMode: 'required' });
      return;
    }
    client = await api.ready();
    response.end('ready');
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      failure = error;
      response.writeHead(500).end(String(error));
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    /** Where the application sends the browser that opens its launch address. */
    async start(iss: string, launch?: string): Promise<string> {
      const query = new URLSearchParams({ iss, ...(launch && { launch }) });
      const sent = await fetch(`${address}/launch?${query}`, { redirect: 'manual' });
      const location = sent.headers.get('location');
      if (location === null) throw new Error('the application did not start', { cause: failure });
      return location;
    },
    /** The application's client, once the browser came back. */
    async ready(back: string): Promise<Client> {
      // `fhirclient` sends the browser to the same address once more, without the code.
      const answered = await fetch(back);
      if (!answered.ok || !client) throw new Error('the application is not ready', { cause: failure });
      return client;
    },
    close: () => server.close(),
  };
}
