/**
 * Dates as most are written, read character by character: a regular expression costs ten times as much. What is not
 * plain is not wrong: it is left to the full reading.
 */
function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Is this `YYYY-MM-DD`, of the twentieth or twenty-first century and of a day that every month has. */
export function isPlainDay(text: string): boolean {
  const century = text.charCodeAt(0) === 49 ? 57 : 48;
  if (text.charCodeAt(1) !== century || (century === 48 && text.charCodeAt(0) !== 50)) return false;
  if (!isDigit(text.charCodeAt(2)) || !isDigit(text.charCodeAt(3)) || text.charCodeAt(4) !== 45) return false;
  const month = text.charCodeAt(5);
  const ofMonth = text.charCodeAt(6);
  if (month === 48 ? ofMonth < 49 || ofMonth > 57 : month !== 49 || ofMonth < 48 || ofMonth > 50)
    return false;
  const day = text.charCodeAt(8);
  const ofDay = text.charCodeAt(9);
  if (text.charCodeAt(7) !== 45 || !isDigit(ofDay)) return false;
  return day === 48 ? ofDay !== 48 : day === 49 || (day === 50 && ofDay !== 57);
}

function isSmall(text: string, at: number): boolean {
  const ten = text.charCodeAt(at);
  return ten >= 48 && ten <= 53 && isDigit(text.charCodeAt(at + 1));
}

function isHour(text: string, at: number): boolean {
  const ten = text.charCodeAt(at);
  const one = text.charCodeAt(at + 1);
  return ten === 50 ? one >= 48 && one <= 51 : (ten === 48 || ten === 49) && isDigit(one);
}

/** Is this `YYYY-MM-DDThh:mm:ss`, plain, with `Z` or `±hh:mm`. */
export function isPlainTime(text: string): boolean {
  if (!isPlainDay(text) || text.charCodeAt(10) !== 84) return false;
  if (!isHour(text, 11) || text.charCodeAt(13) !== 58 || !isSmall(text, 14)) return false;
  if (text.charCodeAt(16) !== 58 || !isSmall(text, 17)) return false;
  const sign = text.charCodeAt(19);
  if (sign === 90) return text.length === 20;
  return text.length === 25 && (sign === 45 || sign === 43) && isPlainZone(text);
}

function isPlainZone(text: string): boolean {
  const ten = text.charCodeAt(20);
  if (ten !== 48 && !(ten === 49 && text.charCodeAt(21) <= 51)) return false;
  return isDigit(text.charCodeAt(21)) && text.charCodeAt(22) === 58 && isSmall(text, 23);
}

/** The number of two digits. */
function two(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** When a plain day begins, in milliseconds UTC. */
export function plainDay(text: string): number {
  return Date.UTC(two(text, 0) * 100 + two(text, 2), two(text, 5) - 1, two(text, 8));
}

/** When a plain time is, in milliseconds UTC. */
export function plainTime(text: string): number {
  const seconds = (two(text, 11) * 60 + two(text, 14)) * 60 + two(text, 17);
  const offset = text.length === 20 ? 0 : two(text, 20) * 60 + two(text, 23);
  const sign = text.charCodeAt(19) === 45 ? -1 : 1;
  return plainDay(text) + seconds * 1000 - sign * offset * 60_000;
}
