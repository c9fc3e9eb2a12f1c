import { LaboratoryPanel } from '@continuum/domains-laboratory/viewer';
import { useUsager } from './context.tsx';
import { releaseIn } from './release.tsx';

export default function LaboratoryTab() {
  const { usager } = useUsager();
  return usager && <LaboratoryPanel usager={usager.id} release={releaseIn(usager.id)} />;
}
