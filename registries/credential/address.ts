import { isIP } from 'node:net';

/**
 * An address as PostgreSQL's `inet` takes it, in one form: IPv4 as itself also when a socket of IPv6 gives it, without the
 * interface that it was heard on. Undefined for what is none: a proxy may write anything in its header.
 */
export function toAddress(text: string | undefined): string | undefined {
  const bare = (text ?? '').replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(bare) === 0 ? undefined : bare;
}
