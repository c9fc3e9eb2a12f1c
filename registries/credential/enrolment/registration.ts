import { createPublicKey, type JsonWebKey } from 'node:crypto';
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { convertCOSEtoPKCS } from '@simplewebauthn/server/helpers';

/** Whose pages may enrol: the relying party (WebAuthn level 3, §5.4.2) and its origins. */
export interface RelyingParty {
  /** The host of the screens: `sante.example`. */
  id: string;
  origins: readonly string[];
}

/** A key that was just made by an authenticator, as it attested it. */
export interface Registered {
  /** Credential id, base64url. */
  id: string;
  publicKey: JsonWebKey;
  /** SubjectPublicKeyInfo, DER. */
  spki: Buffer;
  signCount: number;
  /** What the authenticator said of itself, as it said it, for whoever asks later. */
  attestation: { fmt: string; aaguid: string; attestationObject: string; clientDataJSON: string };
}

/** Why a key was not enrolled; for the journal. */
export type RegistrationFailure = 'response-refused' | 'key-copied' | 'key-of-another-kind';

/** ES256 (RFC 9053, §2.1): the only algorithm that the authority certifies. */
const es256 = -7;
/** SubjectPublicKeyInfo of P-256, up to its point. */
const spkiPrefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

/** Options of `navigator.credentials.create()`: a key that verifies its holder, ES256, and says what it is. */
export const toCreationOptions = (
  relyingParty: RelyingParty,
  person: { userName: string; name: string; holder: string },
  challenge: string,
  known: readonly string[],
): Promise<PublicKeyCredentialCreationOptionsJSON> =>
  generateRegistrationOptions({
    rpName: 'Continuum',
    rpID: relyingParty.id,
    userName: person.userName,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.holder)),
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    attestationType: 'direct',
    excludeCredentials: known.map(id => ({ id })),
    authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
    supportedAlgorithmIDs: [es256],
    preferredAuthenticatorType: 'securityKey',
  });

type Verified = NonNullable<Awaited<ReturnType<typeof verifyRegistrationResponse>>['registrationInfo']>;

async function verify(
  response: RegistrationResponseJSON,
  challenge: string,
  relyingParty: RelyingParty,
): Promise<Verified | undefined> {
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: [...relyingParty.origins],
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [es256],
    });
    return registrationInfo;
  } catch {
    // The library says by an error what does not hold: the response counts for nothing, whatever it was.
    return undefined;
  }
}

/** The point of a COSE key as SubjectPublicKeyInfo; undefined when it is not one of P-256. */
function toSpki(cose: Uint8Array<ArrayBuffer>): Buffer | undefined {
  const point = Buffer.from(convertCOSEtoPKCS(cose));
  try {
    const spki = Buffer.concat([spkiPrefix, point]);
    createPublicKey({ key: spki, type: 'spki', format: 'der' });
    return point.length === 65 ? spki : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checks what an authenticator answered (WebAuthn level 3, §7.1): the challenge, the origin, that it verified its
 * holder, the attestation's signature. A key that may be copied to other devices is refused: its holder would not be
 * the only one to sign with it.
 */
export async function checkRegistration(
  response: RegistrationResponseJSON,
  challenge: string,
  relyingParty: RelyingParty,
): Promise<Registered | RegistrationFailure> {
  const info = await verify(response, challenge, relyingParty);
  if (info === undefined) return 'response-refused';
  if (info.credentialDeviceType !== 'singleDevice') return 'key-copied';
  const spki = toSpki(info.credential.publicKey);
  if (spki === undefined) return 'key-of-another-kind';
  const { kty, crv, x, y } = createPublicKey({ key: spki, type: 'spki', format: 'der' }).export({
    format: 'jwk',
  });
  const { attestationObject, clientDataJSON } = response.response;
  return {
    id: info.credential.id,
    publicKey: { kty, crv, x, y },
    spki,
    signCount: info.credential.counter,
    attestation: { fmt: info.fmt, aaguid: info.aaguid, attestationObject, clientDataJSON },
  };
}
