/**
 * Why a message cannot be read: a code of HL7 table 0357 and the place, as `PID-3.1` or `MSH-2`.
 * The only error that this package throws, whatever the bytes.
 */
export class Hl7Error extends Error {
  readonly code: ErrorCode;
  readonly location: string;
  constructor(code: ErrorCode, location: string, text: string) {
    super(text);
    this.name = 'Hl7Error';
    this.code = code;
    this.location = location;
  }
}

/** HL7 table 0357, message error condition codes (v2.5.1 2.17.5 and 2.C). */
export const errorTexts = {
  0: 'Message accepted',
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  103: 'Table value not found',
  200: 'Unsupported message type',
  201: 'Unsupported event code',
  202: 'Unsupported processing id',
  203: 'Unsupported version id',
  204: 'Unknown key identifier',
  205: 'Duplicate key identifier',
  206: 'Application record locked',
  207: 'Application internal error',
} as const;

export type ErrorCode = keyof typeof errorTexts;
