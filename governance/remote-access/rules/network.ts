import { isIP } from 'node:net';

/** The widest network that may be somebody's usual places, in bits of prefix. */
const widest = { 4: 8, 6: 32 } as const;

/**
 * A network in its one form, `10.1.0.0/16`: an address alone is a network of one. Undefined for what is none, is too wide to
 * be places of an organization, or names a host inside a network.
 */
export function parseNetwork(text: string): string | undefined {
  const [, address = '', prefix] = /^([0-9a-f.:]{2,45})(?:\/(\d{1,3}))?$/i.exec(text.trim()) ?? [];
  const family = isIP(address);
  if (family !== 4 && family !== 6) return undefined;
  const most = family === 4 ? 32 : 128;
  const bits = prefix === undefined ? most : Number(prefix);
  if (bits < widest[family] || bits > most) return undefined;
  return `${address.toLowerCase()}/${bits}`;
}
