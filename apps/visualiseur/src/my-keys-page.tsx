import { MyKeys } from '@continuum/registries-credential/viewer';
import { PersonalPage } from './personal-page.tsx';

export default function MyKeysPage() {
  return (
    <PersonalPage of="keys">
      <MyKeys />
    </PersonalPage>
  );
}
