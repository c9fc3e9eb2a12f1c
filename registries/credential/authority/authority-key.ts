/** Which of the authority's two keys: the root signs the issuing one, once; the issuing one signs the rest. */
export type KeyName = 'root' | 'issuing';

/** A private key of the authority (ECDSA P-256): its public half, and what it signs. */
export interface AuthorityKey {
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Buffer;
  /** The signature of the data's SHA-256, as r‖s (IEEE P1363). */
  sign(data: Uint8Array): Promise<Buffer>;
}

/** Where the authority's private keys are kept. None ever leaves it. */
export interface KeyKeeper {
  /** For the sentence that says what is missing: a file, or a token's object. */
  describe(name: KeyName): string;
  /** Undefined when it has no such key. @throws Error naming the setting to mend */
  open(name: KeyName): Promise<AuthorityKey | undefined>;
  create(name: KeyName): Promise<AuthorityKey>;
  close(): void;
}
