import { ReportReleaseState } from '@continuum/services-release/viewer';

/** What is told under a report of that person: whether they see it by now. */
export const releaseIn = (usager: string) => (report: string, name: string) => (
  <ReportReleaseState usager={usager} report={report} name={name} />
);
