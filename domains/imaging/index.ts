export type { ImagingExam, ImagingRecord, ImagingReport } from './exam.ts';
export { fromDicom } from './from-dicom.ts';
export type { ImagingOptions } from './imaging-study.ts';
