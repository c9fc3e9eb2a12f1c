import { RemoteDoor } from '@continuum/governance-remote-access/viewer';
import { UsagerBanner } from '@continuum/registries-patient/viewer';
import { AppFrame } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useProfileName, useSession, useSessionControl } from '@continuum/ui-session';
import { IconDevices, IconHome, IconId, IconKey } from '@tabler/icons-react';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useUsager } from './context.tsx';
import { PurposeOfAccess } from './purpose.tsx';
import { texts } from './texts.ts';

const base = '/visualiseur';
const home = `${base}/`;
/** The self-service portal, under the same session. */
const myAccess = '/console/mon-acces';

/** What is the person's own, whosever record is open. */
const personal = [
  { path: '/mon-acces-a-distance', key: 'remote', icon: IconHome },
  { path: '/mes-cles', key: 'keys', icon: IconKey },
  { path: '/mes-sessions', key: 'sessions', icon: IconDevices },
] as const;

/** Header, banner of the open record, content. */
export function Frame() {
  const say = useText(texts);
  const session = useSession();
  const profileName = useProfileName();
  const { signOut } = useSessionControl();
  const { usager, close } = useUsager();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const closeRecord = () => {
    close();
    void navigate({ to: '/' });
  };
  const isOwn = personal.some(({ path }) => path === pathname);
  const closed = session.remote === 'undeclared' && !isOwn;
  const go = (href: string) => {
    if (href === myAccess) location.assign(href);
    else if (href === home) closeRecord();
    else void navigate({ to: href.slice(base.length) });
  };
  const detail = [profileName(session.profile), session.organization?.name].filter(Boolean).join(' · ');
  return (
    <AppFrame
      product={say('product')}
      home={home}
      guide="intervenant"
      personal={[
        { href: myAccess, label: say('my-access'), icon: <IconId size={18} aria-hidden />, current: false },
        ...personal.map(({ path, key, icon: Icon }) => ({
          href: `${base}${path}`,
          label: say(key),
          icon: <Icon size={18} aria-hidden />,
          current: pathname === path,
        })),
      ]}
      onGo={go}
      person={{ name: session.name, detail }}
      onSignOut={() => void signOut()}
      banner={
        usager && (
          <>
            <UsagerBanner usager={usager} onClose={closeRecord} />
            <PurposeOfAccess />
          </>
        )
      }
    >
      {closed ? <RemoteDoor /> : <Outlet />}
    </AppFrame>
  );
}
