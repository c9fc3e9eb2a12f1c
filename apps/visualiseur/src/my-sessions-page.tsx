import { MySessions } from '@continuum/registries-credential/viewer';
import { PersonalPage } from './personal-page.tsx';

export default function MySessionsPage() {
  return (
    <PersonalPage of="sessions">
      <MySessions />
    </PersonalPage>
  );
}
