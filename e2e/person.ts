import { openScreen } from '@continuum/registries-credential/testing';
import type { Identity } from './server.ts';

/** A person with a browser that has no window: cookies, redirections on the server, forms. */
export function personAt(url: string) {
  const cookies = new Map<string, string>();

  function keepCookies(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value) cookies.set(name!, value);
      else cookies.delete(name!);
    }
  }

  async function send(address: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(address, url), { ...init, headers, redirect: 'manual' });
    keepCookies(response);
    return response;
  }

  /** Until a page, or an address elsewhere. */
  async function follow(address: string): Promise<{ address: string; page?: string }> {
    const response = await send(address);
    const location = response.headers.get('location');
    if (location === null) return { address, page: await response.text() };
    const next = new URL(location, url).href;
    return next.startsWith(url) ? follow(next) : { address: next };
  }

  return {
    /** Signs in on a screen, which lets the browser be sent to the authorization server's pages. */
    async signIn(identity: Identity): Promise<void> {
      const screen = await openScreen(url, identity);
      keepCookies(await screen.fetch('/api/session/navigation', { method: 'POST' }));
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
