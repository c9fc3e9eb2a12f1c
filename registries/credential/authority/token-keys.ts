import { createPublicKey, hash } from 'node:crypto';
import type { AuthorityKey, KeyKeeper, KeyName } from './authority-key.ts';

/** A PKCS#11 module and the token in it: `CONTINUUM_PKCS11_MODULE`, `_TOKEN`, `_PIN`. */
export interface TokenSettings {
  /** Path of the module: `/usr/lib/softhsm/libsofthsm2.so`. */
  module: string;
  /** The token's label. */
  token: string;
  pin: string;
}

type Handle = Buffer;
type Template = { type: number; value?: Buffer | string | number | boolean }[];

/** What is used of `pkcs11js`, which is compiled on the machine and may not be there. */
interface Pkcs11 {
  load(path: string): void;
  close(): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_Login(session: Handle, user: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: Template): void;
  C_FindObjects(session: Handle): Handle | null;
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(session: Handle, object: Handle, template: Template): { value: Buffer }[];
  C_GenerateKeyPair(
    session: Handle,
    mechanism: { mechanism: number; parameter: null },
    publicKey: Template,
    privateKey: Template,
  ): unknown;
  C_SignInit(session: Handle, mechanism: { mechanism: number; parameter: null }, key: Handle): void;
  C_Sign(session: Handle, data: Buffer, into: Buffer): Buffer;
}

// Numbers of PKCS#11 v2.40.
const CKF = { serialSession: 0x4, rwSession: 0x2 } as const;
const CKO = { publicKey: 2, privateKey: 3 } as const;
const CKK_EC = 3;
const CKM = { ecKeyPairGen: 0x1040, ecdsa: 0x1041 } as const;
const CKA = {
  ...{ class: 0x0, token: 0x1, private: 0x2, label: 0x3, keyType: 0x100, id: 0x102, sensitive: 0x103 },
  ...{ sign: 0x108, verify: 0x10a, extractable: 0x162, ecParams: 0x180, ecPoint: 0x181 },
} as const;
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');
/** SubjectPublicKeyInfo of P-256, up to its point. */
const spkiPrefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

const packageName = 'pkcs11js';

async function loadModule(path: string): Promise<Pkcs11> {
  const { PKCS11 } = (await import(packageName).catch(cause => {
    throw new Error(
      'CONTINUUM_PKCS11_MODULE: pkcs11js is not built on this machine: install a C++ compiler, then run npm ci.',
      { cause },
    );
  })) as { PKCS11: new () => Pkcs11 };
  const pkcs11 = new PKCS11();
  try {
    pkcs11.load(path);
    pkcs11.C_Initialize();
  } catch (cause) {
    throw new Error(
      `CONTINUUM_PKCS11_MODULE: ${path} cannot be loaded as a PKCS#11 module; give the path of the token’s library.`,
      { cause },
    );
  }
  return pkcs11;
}

function logIn(pkcs11: Pkcs11, { token, pin }: TokenSettings): Handle {
  const slot = pkcs11.C_GetSlotList(true).find(each => pkcs11.C_GetTokenInfo(each).label.trim() === token);
  if (slot === undefined)
    throw new Error(`CONTINUUM_PKCS11_TOKEN: the module has no token labelled "${token}".`);
  const session = pkcs11.C_OpenSession(slot, CKF.serialSession | CKF.rwSession);
  try {
    pkcs11.C_Login(session, 1, pin);
  } catch (cause) {
    throw new Error(`CONTINUUM_PKCS11_PIN: the token "${token}" does not open with it.`, { cause });
  }
  return session;
}

const label = (name: KeyName): string => `continuum-${name}`;

function find(pkcs11: Pkcs11, session: Handle, name: KeyName, kind: number): Handle | undefined {
  pkcs11.C_FindObjectsInit(session, [
    { type: CKA.class, value: kind },
    { type: CKA.label, value: label(name) },
  ]);
  try {
    return pkcs11.C_FindObjects(session) ?? undefined;
  } finally {
    pkcs11.C_FindObjectsFinal(session);
  }
}

function generate(pkcs11: Pkcs11, session: Handle, name: KeyName): void {
  const common = [
    { type: CKA.token, value: true },
    { type: CKA.label, value: label(name) },
    { type: CKA.id, value: Buffer.from(label(name)) },
  ];
  pkcs11.C_GenerateKeyPair(
    session,
    { mechanism: CKM.ecKeyPairGen, parameter: null },
    [
      ...common,
      { type: CKA.class, value: CKO.publicKey },
      { type: CKA.keyType, value: CKK_EC },
      { type: CKA.verify, value: true },
      { type: CKA.ecParams, value: P256 },
    ],
    [
      ...common,
      { type: CKA.class, value: CKO.privateKey },
      { type: CKA.keyType, value: CKK_EC },
      { type: CKA.private, value: true },
      // What makes it worth having: it never leaves the token, not even wrapped.
      { type: CKA.sensitive, value: true },
      { type: CKA.extractable, value: false },
      { type: CKA.sign, value: true },
    ],
  );
}

function publicKeyOf(pkcs11: Pkcs11, session: Handle, object: Handle): Buffer {
  const [point] = pkcs11.C_GetAttributeValue(session, object, [{ type: CKA.ecPoint }]);
  // An OCTET STRING of the uncompressed point: its last 65 bytes.
  const spki = Buffer.concat([spkiPrefix, point!.value.subarray(-65)]);
  createPublicKey({ key: spki, type: 'spki', format: 'der' });
  return spki;
}

function open(pkcs11: Pkcs11, session: Handle, name: KeyName): AuthorityKey | undefined {
  const privateKey = find(pkcs11, session, name, CKO.privateKey);
  const publicKey = find(pkcs11, session, name, CKO.publicKey);
  if (privateKey === undefined || publicKey === undefined) return undefined;
  return {
    publicKey: publicKeyOf(pkcs11, session, publicKey),
    // Synchronous from the first call to the second: nobody else uses the session in between.
    async sign(data) {
      pkcs11.C_SignInit(session, { mechanism: CKM.ecdsa, parameter: null }, privateKey);
      return pkcs11.C_Sign(session, hash('sha256', data, 'buffer'), Buffer.alloc(64));
    },
  };
}

function openSession(pkcs11: Pkcs11, settings: TokenSettings, close: () => void): Handle {
  try {
    return logIn(pkcs11, settings);
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * Keys in a token behind a PKCS#11 module (a hardware security module, or SoftHSM): made there, never out of it.
 * @throws Error naming the setting and the mend
 */
export async function openTokenKeys(settings: TokenSettings): Promise<KeyKeeper> {
  const pkcs11 = await loadModule(settings.module);
  const close = () => {
    pkcs11.C_Finalize();
    pkcs11.close();
  };
  const session = openSession(pkcs11, settings, close);
  return {
    describe: name => `the key ${label(name)} of the token "${settings.token}"`,
    open: async name => open(pkcs11, session, name),
    async create(name) {
      generate(pkcs11, session, name);
      return open(pkcs11, session, name)!;
    },
    close,
  };
}
