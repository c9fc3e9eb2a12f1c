import { MedicationPanel } from '@continuum/domains-medication/viewer';
import { useUsager } from './context.tsx';

export default function MedicationTab() {
  const { usager } = useUsager();
  return usager && <MedicationPanel usager={usager.id} />;
}
