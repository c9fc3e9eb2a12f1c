import { UsagerBanner } from '@continuum/registries-patient/viewer';
import { AppFrame } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useProfileName, useSession, useSessionControl } from '@continuum/ui-session';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useUsager } from './context.tsx';
import { texts } from './texts.ts';

/** Header, banner of the open record, content. */
export function Frame() {
  const say = useText(texts);
  const session = useSession();
  const profileName = useProfileName();
  const { signOut } = useSessionControl();
  const { usager, close } = useUsager();
  const navigate = useNavigate();
  const closeRecord = () => {
    close();
    void navigate({ to: '/' });
  };
  const detail = [profileName(session.profile), session.organization?.name].filter(Boolean).join(' · ');
  return (
    <AppFrame
      product={say('product')}
      home="/visualiseur/"
      onGo={closeRecord}
      person={{ name: session.name, detail }}
      onSignOut={() => void signOut()}
      banner={usager && <UsagerBanner usager={usager} onClose={closeRecord} />}
    >
      <Outlet />
    </AppFrame>
  );
}
