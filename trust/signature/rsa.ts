import type { JsonWebKey } from 'node:crypto';

const toNumber = (base64url: string): bigint =>
  BigInt(`0x0${Buffer.from(base64url, 'base64url').toString('hex')}`);

const primes = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
  109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/** The remainders that powers of 65537 leave. */
function powers(prime: number): Set<number> {
  const found = new Set<number>();
  for (let power = 1; !found.has(power); power = (power * 65537) % prime) found.add(power);
  return found;
}

/** Primes made as k·M + (65537^a mod M) show in every small remainder (CVE-2017-15361). */
const isFactorable = (modulus: bigint): boolean =>
  primes.every(prime => powers(prime).has(Number(modulus % BigInt(prime))));

/**
 * Whether an RSA key is one to believe: 2048 bits or more (RFC 7518 §3.3), an odd exponent from 65537
 * (NIST SP 800-56B §6.2), and not of the generator whose keys are factored (CVE-2017-15361).
 */
export function isStrongRsa(key: JsonWebKey): boolean {
  const [modulus, exponent] = [toNumber(key.n ?? ''), toNumber(key.e ?? '')];
  const bits = modulus.toString(2).length;
  return bits >= 2048 && bits <= 8192 && exponent >= 65537n && exponent % 2n === 1n && !isFactorable(modulus);
}
