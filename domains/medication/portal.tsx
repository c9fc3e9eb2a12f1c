import { MedicationViews } from './medication-views.tsx';

/** The person's own medications: what they take first, over three months, then all there is. */
export function MedicationList({ usager }: { usager: string }) {
  return <MedicationViews usager={usager} firstPeriod={90} />;
}
