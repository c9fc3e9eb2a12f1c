export {
  type Archive,
  ArchiveUnavailable,
  archiveAddress,
  openArchive,
  type StoreOutcome,
} from './archive.ts';
export type { Door } from './door.ts';
export { type ArchiveAddress, type Orthanc, startOrthanc } from './orthanc.ts';
export { type DicomwebDependencies, dicomweb } from './plugin.ts';
export { type Intake, storeAll } from './stow-rs.ts';
