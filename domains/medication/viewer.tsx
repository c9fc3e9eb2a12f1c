import { MedicationViews } from './medication-views.tsx';

/** The clinician's medications: the profile of the last 30 days first, then all there is. */
export function MedicationPanel({ usager }: { usager: string }) {
  return <MedicationViews usager={usager} firstPeriod={30} />;
}
