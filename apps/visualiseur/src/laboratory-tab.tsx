import { LaboratoryPanel } from '@continuum/domains-laboratory/viewer';
import { useUsager } from './context.tsx';

export default function LaboratoryTab() {
  const { usager } = useUsager();
  return usager && <LaboratoryPanel usager={usager.id} />;
}
