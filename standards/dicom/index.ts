export type { Code } from './code.ts';
export type { Moment } from './date-time.ts';
export { type Element, formatDicom } from './format-dicom.ts';
export type { Instance, PatientId } from './instance.ts';
export { parseInstance } from './parse-instance.ts';
export { formatPersonName, type PersonName } from './person-name.ts';
export type { Report } from './structured-report.ts';
export { UnreadableDicom, type UnreadableReason } from './unreadable-dicom.ts';
