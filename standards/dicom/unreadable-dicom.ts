/** What is wrong with a file that cannot be read as DICOM. */
export type UnreadableReason =
  | 'no-preamble'
  | 'no-transfer-syntax'
  | 'damaged'
  | 'truncated'
  | 'missing-uid'
  | 'bad-uid';

/** Thrown when bytes are not a DICOM instance that an exchange can file; the message says the mend. */
export class UnreadableDicom extends Error {
  readonly reason: UnreadableReason;
  constructor(reason: UnreadableReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreadableDicom';
    this.reason = reason;
  }
}
