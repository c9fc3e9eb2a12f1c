import { generateKeyPairSync, hash, randomBytes, sign } from 'node:crypto';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const sha256 = (data: string | Buffer): Buffer => hash('sha256', data, 'buffer');

/**
 * An authenticator in software that answers both ceremonies as a FIDO2 key does (WebAuthn level 3, §6.3.2, §6.3.3):
 * attestation "none", flags as it is told.
 */
export function softwareAuthenticator(options: { flags?: number; curve?: 'P-256' | 'P-384' } = {}) {
  const { flags = 0x05, curve = 'P-256' } = options;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  let count = 0;
  const dataOf = (origin: string, more: number, rest: Uint8Array = Buffer.of()): Buffer => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++count);
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.of(flags | more), counter, rest]);
  };
  const clientData = (type: string, challenge: string, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin }));
  const cose = () =>
    isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        ...([
          [1, 2],
          [3, curve === 'P-256' ? -7 : -35],
          [-1, curve === 'P-256' ? 1 : 2],
        ] as const),
        [-2, new Uint8Array(Buffer.from(x!, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y!, 'base64url'))],
      ]),
    );
  return {
    id: id.toString('base64url'),
    publicKey,
    /** As if it had been copied: the copy counts from there. */
    setCount: (value: number) => {
      count = value;
    },
    create(challenge: string, origin: string): RegistrationResponseJSON {
      const length = Buffer.of(0, id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose()]);
      const authData = new Uint8Array(dataOf(origin, 0x40, attested));
      const object = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]) as never,
      );
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
          attestationObject: Buffer.from(object).toString('base64url'),
        },
      };
    },
    get(challenge: string, origin: string) {
      const authenticatorData = dataOf(origin, 0);
      const client = clientData('webauthn.get', challenge, origin);
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), privateKey);
      return {
        id: id.toString('base64url'),
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      };
    },
  };
}
