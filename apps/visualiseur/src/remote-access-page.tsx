import { MyRemoteAccess } from '@continuum/governance-remote-access/viewer';
import { PersonalPage } from './personal-page.tsx';

export default function RemoteAccessPage() {
  return (
    <PersonalPage of="remote">
      <MyRemoteAccess />
    </PersonalPage>
  );
}
