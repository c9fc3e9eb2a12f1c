import type { Configuration } from 'oidc-provider';

const largest = 64 * 1024;
/** Seconds that keys are believed without another look, at most. */
const longestCache = 600;

const loopbacks = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What a sender says of its keys' age, no longer than ours. */
function cacheControl(headers: Headers): string {
  const asked = Number(/max-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1] ?? 0);
  return `max-age=${Math.min(asked, longestCache)}`;
}

/**
 * Fetches a client's keys (`jwks_uri`). The provider stops after two and a half seconds and lets no connection be made
 * to an address of this machine or of a private network; here: https, no redirection, 64 KiB, ten minutes of cache at
 * most. In the demonstration a loopback address too.
 */
export function keysByAddress({ demonstration }: { demonstration: boolean }): Partial<Configuration> {
  return {
    fetchResponseBodyLimits: { jwks_uri: largest },
    async fetch(input, options) {
      const address = new URL(String(input));
      const near = demonstration && loopbacks.has(address.hostname);
      if (address.protocol !== 'https:' && !near) throw new Error('keys are fetched over https');
      const { dispatcher, ...rest } = options as RequestInit & { dispatcher?: unknown };
      if (!near && dispatcher === undefined) throw new Error('addresses cannot be checked here');
      const guarded = near ? rest : { ...rest, dispatcher };
      const answer = await fetch(address, { ...guarded, redirect: 'error' } as RequestInit);
      return new Response(answer.body, {
        status: answer.status,
        headers: { 'cache-control': cacheControl(answer.headers) },
      });
    },
  };
}
