import type { Identity } from './server.ts';

/** A person with a browser that has no window: cookies, redirections on the server, forms. */
export function personAt(url: string) {
  const cookies = new Map<string, string>();

  async function send(address: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(address, url), { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value) cookies.set(name!, value);
      else cookies.delete(name!);
    }
    return response;
  }

  const post = (address: string, body: object) =>
    send(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  /** Until a page, or an address elsewhere. */
  async function follow(address: string): Promise<{ address: string; page?: string }> {
    const response = await send(address);
    const location = response.headers.get('location');
    if (location === null) return { address, page: await response.text() };
    const next = new URL(location, url).href;
    return next.startsWith(url) ? follow(next) : { address: next };
  }

  return {
    async signInWithPassword({ userName, password }: Identity): Promise<void> {
      const answer = await post('/api/session/citizen', { userName, password });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async signInWithKey({ userName, pin }: Identity): Promise<void> {
      const { challenge } = (await (await post('/api/session/challenge', { userName })).json()) as {
        challenge: string;
      };
      const signed = await post(`/demo/keys/${userName}/assertions`, { challenge, pin });
      const answer = await post('/api/session/clinician', { userName, assertion: await signed.json() });
      if (!answer.ok) throw new Error(await answer.text());
    },
    /** Goes there, says yes when a page asks, and gives the address that the application is called back at. */
    async authorize(address: string, chosen: Record<string, string> = {}): Promise<string> {
      const arrived = await follow(address);
      if (arrived.page === undefined) return arrived.address;
      const hidden = [...arrived.page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
      const radio = /name="patient" value="([^"]+)"/.exec(arrived.page)?.[1];
      const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
      const body = new URLSearchParams({
        ...{ ...fields, ...(radio && { patient: radio }), ...chosen, decision: 'authorize' },
      });
      const answer = await send(arrived.address, { method: 'POST', headers: { origin: url }, body });
      const location = answer.headers.get('location');
      if (location === null) throw new Error(await answer.text());
      return (await follow(new URL(location, url).href)).address;
    },
  };
}
