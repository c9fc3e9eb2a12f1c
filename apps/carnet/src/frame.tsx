import { AppFrame } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useSession, useSessionControl } from '@continuum/ui-session';
import { IconDevices, IconHome } from '@tabler/icons-react';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { RecordChooser } from './record-chooser.tsx';
import { sections, titleKey } from './sections.tsx';
import { texts } from './texts.ts';
import { spokenName, useWhose } from './whose-record.tsx';

const base = '/carnet';

/** Header with the sections, whose record is open, content. */
export function Frame() {
  const say = useText(texts);
  const session = useSession();
  const { signOut } = useSessionControl();
  const { openable, current } = useWhose();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const home = {
    href: `${base}/`,
    label: say('home'),
    icon: <IconHome size={20} stroke={1.7} aria-hidden />,
    current: pathname === '/',
  };
  return (
    <AppFrame
      product={say('product')}
      home={`${base}/`}
      measure="reading"
      onGo={href => void navigate({ to: href.slice(base.length) })}
      person={{ name: spokenName(openable[0]?.usager) || session.name }}
      personal={[
        {
          href: `${base}/mes-sessions`,
          label: say('sessions'),
          icon: <IconDevices size={18} aria-hidden />,
          current: pathname === '/mes-sessions',
        },
      ]}
      onSignOut={() => void signOut()}
      banner={openable.length > 1 && <RecordChooser />}
      navigation={[
        home,
        ...sections.map(({ path, key, icon: Icon }) => ({
          href: `${base}${path}`,
          label: say(titleKey(key, current.own)),
          icon: <Icon size={20} stroke={1.7} aria-hidden />,
          current: pathname.startsWith(path),
        })),
      ]}
    >
      <Outlet />
    </AppFrame>
  );
}
