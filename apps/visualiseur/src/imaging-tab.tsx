import { ImagingPanel } from '@continuum/domains-imaging/viewer';
import { useUsager } from './context.tsx';
import { releaseIn } from './release.tsx';

export default function ImagingTab() {
  const { usager } = useUsager();
  return usager && <ImagingPanel usager={usager.id} release={releaseIn(usager.id)} />;
}
