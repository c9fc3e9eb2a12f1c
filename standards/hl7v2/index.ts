export {
  type Acknowledgment,
  type AcknowledgmentCode,
  acknowledge,
  type Problem,
} from './acknowledge.ts';
export { isBatch, messagesOf, perPatient } from './batch.ts';
export { type Charset, decode, encode } from './charset.ts';
export { formatDateTime, toDate, toDateTime, toInstant, toTime, type Zone, zoneOf } from './date-time.ts';
export { type Delimiters, defaultDelimiters } from './delimiters.ts';
export { escapeText, unescapeText } from './escape.ts';
export { type ErrorCode, errorTexts, Hl7Error } from './hl7-error.ts';
export { format, type Message, parse, type Remark, type Segment } from './parse.ts';
export { eachRepetition, get, isNull, locate, raw, read, repetitions, segmentOf } from './read.ts';
