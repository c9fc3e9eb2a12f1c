const unreserved = /[A-Za-z0-9\-._~]/;

const normalEscape = (encoded: string): string => {
  const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
  return unreserved.test(character) ? character : encoded.toUpperCase();
};

/**
 * An http(s) address without query and fragment, in one form (RFC 3986 §6.2.2 and §6.2.3): case of scheme, host and
 * escapes, dot segments, default port. Undefined when it is not one, or names a user.
 */
export function toNormalAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname, username, password } = new URL(address);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return undefined;
  return `${protocol}//${host}${pathname.replaceAll(/%[0-9a-f]{2}/gi, normalEscape)}`;
}
