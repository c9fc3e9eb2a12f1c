import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where notifications may be sent. */
export interface EndpointRules {
  /** Then loopback, over plain http too. */
  demonstration: boolean;
  /** Hosts that may have an address of a private network, by name. */
  privateHosts: readonly string[];
}

const rangeOf = (address: string): string => ipaddr.process(address).range();

/** An address of the internet, or one that the rules let through. Nothing else is connected to. */
function isAllowed(host: string, address: string, { demonstration, privateHosts }: EndpointRules): boolean {
  const range = rangeOf(address);
  if (range === 'unicast' || privateHosts.includes(host)) return true;
  return demonstration && range === 'loopback';
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').toLowerCase();

const isLoopback = (host: string): boolean =>
  host === 'localhost' || (isIP(host) > 0 && rangeOf(host) === 'loopback');

/** What is wrong with an endpoint as it is written; undefined when nothing is. */
export function endpointProblem(text: string, rules: EndpointRules): string | undefined {
  if (!URL.canParse(text)) return `"${text}" is not an address.`;
  const { protocol, hostname, username, password } = new URL(text);
  const host = bare(hostname);
  if (username || password) return 'The address has a name or a password in it; send them in channel.header.';
  const plain = protocol === 'http:' && rules.demonstration && isLoopback(host);
  if (protocol !== 'https:' && !plain) return 'Notifications are sent over https.';
  if (isIP(host) && !isAllowed(host, host, rules))
    return `${host} is not an address that may be reached from here.`;
  return undefined;
}

/** A resolver that gives only addresses that may be reached: what a name means is looked at when it is connected to. */
export function guardedLookup(rules: EndpointRules): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const refused = addresses.find(({ address }) => !isAllowed(bare(hostname), address, rules));
      if (refused || addresses.length === 0)
        return callback(new Error(`${hostname} is not a name that may be reached from here.`), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      return callback(null, first!.address, first!.family);
    });
  };
}
