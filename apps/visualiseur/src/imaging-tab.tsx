import { ImagingPanel } from '@continuum/domains-imaging/viewer';
import { useUsager } from './context.tsx';

export default function ImagingTab() {
  const { usager } = useUsager();
  return usager && <ImagingPanel usager={usager.id} />;
}
