import { useStaffActs } from '@continuum/registries-credential/console';
import { EmptyState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useSession } from '@continuum/ui-session';
import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sectionsOf } from './sections.tsx';
import { texts } from './texts.ts';

/**
 * Goes there, once (the router's own goes again whenever it is drawn), and not over a section that was chosen meanwhile: its page
 * may still be on its way.
 */
function Going({ to }: { to: string }) {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    if (router.latestLocation.pathname === '/') void navigate({ to, replace: true });
  }, [navigate, router, to]);
  return null;
}

/** Goes to the first section of the profile; says so when it has none. */
export function FirstSection() {
  const say = useText(texts);
  const { profile } = useSession();
  const acts = useStaffActs();
  if (!acts) return <Loading rows={6} />;
  const [first] = sectionsOf(profile, acts);
  if (first) return <Going to={first.path} />;
  // Nobody's access is in force yet: what it waits for, and the conditions to accept.
  if (profile === 'none') return <Going to="/mon-acces" />;
  return (
    <EmptyState title={say('none.title')} icon={<IconLock size={30} stroke={1.5} aria-hidden />}>
      <p>{say('none.text')}</p>
      <Button component="a" href="/visualiseur/" variant="light">
        {say('none.go')}
      </Button>
    </EmptyState>
  );
}
