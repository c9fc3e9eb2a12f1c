/**
 * Positions in bytes where a line begins with one of three-letter names. Works on bytes, so that a message is
 * cut out exactly as it was sent, whatever its character set (all of them agree on ASCII; UTF-16 is not cut).
 */
function lineStarts(bytes: Uint8Array, names: readonly string[]): { at: number; name: string }[] {
  const found: { at: number; name: string }[] = [];
  for (let at = 0; at < bytes.length - 3; at++) {
    const before = bytes[at - 1];
    if (at > 0 && before !== 0x0d && before !== 0x0a) continue;
    const name = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
    if (names.includes(name)) found.push({ at, name });
  }
  return found;
}

/** Is it a batch (v2.5.1 2.10.3): does it begin with a file or batch header? */
export function isBatch(bytes: Uint8Array): boolean {
  return /^\W*(?:FHS|BHS)\W/.test(new TextDecoder('windows-1252').decode(bytes.subarray(0, 64)));
}

/**
 * The messages inside a batch or a file of several messages, each exactly as its bytes were sent; the wrappers
 * (FHS, BHS, BTS, FTS) are left out. A single message gives itself.
 */
export function messagesOf(bytes: Uint8Array): Uint8Array[] {
  const marks = lineStarts(bytes, ['MSH', 'FHS', 'BHS', 'BTS', 'FTS']);
  const starts = marks.filter(({ name }) => name === 'MSH');
  if (starts.length < 2 && !isBatch(bytes)) return [bytes];
  return starts.map(({ at }) => {
    const next = marks.find(mark => mark.at > at);
    return bytes.subarray(at, next?.at ?? bytes.length);
  });
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * One message per usager: ORU^R01 repeats its PATIENT_RESULT group (v2.5.1 7.3.1), so that one message may
 * speak of several people. Each part is the header followed by the group's own bytes.
 */
export function perPatient(message: Uint8Array): Uint8Array[] {
  const starts = lineStarts(message, ['PID']);
  if (starts.length < 2) return [message];
  const header = message.subarray(0, starts[0]?.at);
  return starts.map(({ at }, i) => joined([header, message.subarray(at, starts[i + 1]?.at)]));
}
