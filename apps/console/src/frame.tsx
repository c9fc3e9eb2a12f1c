import { RemoteDoor } from '@continuum/governance-remote-access/console';
import { useStaffActs } from '@continuum/registries-credential/console';
import { AppFrame } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useProfileName, useSession, useSessionControl } from '@continuum/ui-session';
import { IconDevices, IconFlag, IconHome, IconId, IconKey } from '@tabler/icons-react';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { sectionsOf } from './sections.tsx';
import { texts } from './texts.ts';

const base = '/console';

/** What is the person's own. */
const personal = [
  { path: '/mon-acces', key: 'my-access', icon: IconId },
  { path: '/mon-acces-a-distance', key: 'my-remote', icon: IconHome },
  { path: '/mes-cles', key: 'keys', icon: IconKey },
  { path: '/signaler', key: 'report', icon: IconFlag },
  { path: '/mes-sessions', key: 'sessions', icon: IconDevices },
] as const;

/** The guide of screens that name none: that of the profile whose whole work is here, or how one comes in. */
const guides: Readonly<Record<string, string>> = { archivist: 'archives' };

const none: ReadonlySet<string> = new Set();

/** Header with the sections of this profile, content. */
export function Frame() {
  const say = useText(texts);
  const session = useSession();
  const profileName = useProfileName();
  const { signOut } = useSessionControl();
  const acts = useStaffActs() ?? none;
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const isOwn = personal.some(({ path }) => path === pathname);
  const closed = session.remote === 'undeclared' && !isOwn;
  const detail = [profileName(session.profile), session.organization?.name].filter(Boolean).join(' · ');
  return (
    <AppFrame
      product={say('product')}
      home={`${base}/`}
      guide={guides[session.profile] ?? 'intervenant'}
      onGo={href => void navigate({ to: href.slice(base.length) })}
      person={{ name: session.name, detail }}
      personal={personal.map(({ path, key, icon: Icon }) => ({
        href: `${base}${path}`,
        label: say(key),
        icon: <Icon size={18} aria-hidden />,
        current: pathname === path,
      }))}
      onSignOut={() => void signOut()}
      navigation={sectionsOf(session.profile, acts).map(({ path, key, icon: Icon }) => ({
        href: `${base}${path}`,
        label: say(key),
        icon: <Icon size={19} stroke={1.7} aria-hidden />,
        current: pathname.startsWith(path),
      }))}
    >
      {closed ? <RemoteDoor /> : <Outlet />}
    </AppFrame>
  );
}
