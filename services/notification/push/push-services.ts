import { isIP } from 'node:net';

/**
 * The push services of known browsers: Chrome and those made of it, Firefox, Safari, Edge. Source: what each browser gives as
 * endpoint; Apple and Microsoft name these hosts in their documentation.
 */
export const knownPushServices: readonly string[] = [
  ...['fcm.googleapis.com', 'updates.push.services.mozilla.com', '*.push.apple.com', '*.notify.windows.com'],
];

/** A service is `host`, `host:port`, or `*.domain` for what is under it. */
function names(service: string, host: string): boolean {
  return service.startsWith('*.') ? host.endsWith(service.slice(1)) && !isIP(host) : service === host;
}

/**
 * What is wrong with an endpoint, which comes from a browser and is connected to from here; undefined when nothing is: https, at a
 * push service of the list.
 */
export function endpointProblem(endpoint: string, services: readonly string[]): string | undefined {
  if (!URL.canParse(endpoint)) return 'endpoint: not an address.';
  const { protocol, host, username, password } = new URL(endpoint);
  if (protocol !== 'https:') return 'endpoint: a push service is spoken to over https.';
  if (username || password) return 'endpoint: an address with a name or a password in it is no push service.';
  if (!services.some(service => names(service, host)))
    return 'endpoint: not a push service that is spoken to from here; use another browser, or another way.';
  return undefined;
}
