import { OverrideNotice } from '@continuum/governance-override/viewer';
import { CorrectionNotice } from '@continuum/governance-rights/viewer';
import { nameOf } from '@continuum/registries-patient/viewer';
import { useText } from '@continuum/ui-language';
import { useSession } from '@continuum/ui-session';
import { Tabs } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconFlask2, IconPhotoScan, IconPill } from '@tabler/icons-react';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useUsager } from './context.tsx';
import { texts } from './texts.ts';
import classes from './with-usager.module.css';

const domains = [
  { path: '/dossier/medicaments', key: 'medication', icon: IconPill, shortcut: 'alt+shift+KeyM' },
  { path: '/dossier/laboratoire', key: 'laboratory', icon: IconFlask2, shortcut: 'alt+shift+KeyL' },
  { path: '/dossier/imagerie', key: 'imaging', icon: IconPhotoScan, shortcut: 'alt+shift+KeyI' },
] as const;

type DomainPath = (typeof domains)[number]['path'];

/** The open record: one tab per clinical domain; a domain is asked for when its tab is opened. */
export function WithUsager() {
  const say = useText(texts);
  const { usager, purpose, choose, reaches } = useUsager();
  const usual = useSession().purposes[0]?.of ?? 'TREAT';
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const open = domains.filter(({ key }) => reaches(key));
  const current = open.find(domain => pathname.startsWith(domain.path));
  const go = (path: DomainPath) => void navigate({ to: path });
  useHotkeys(open.map(domain => [domain.shortcut, () => go(domain.path), { usePhysicalKeys: true }]));
  const title = current ? say(current.key) : say('choose.title');
  useEffect(() => {
    document.title = `${title} · ${say('product')} · Continuum`;
  }, [title, say]);
  const nobody = !usager;
  // Once: a redirect among what is rendered would be a new one at each rendering, without end.
  useEffect(() => {
    if (nobody) void navigate({ to: '/', replace: true });
  }, [nobody, navigate]);
  // The tab of a domain that the purpose does not reach: back to the choice.
  const isClosed = !current && domains.some(domain => pathname.startsWith(domain.path));
  useEffect(() => {
    if (isClosed) void navigate({ to: '/dossier', replace: true });
  }, [isClosed, navigate]);
  if (!usager || isClosed) return null;
  return (
    <Tabs
      value={current?.path ?? null}
      onChange={path => path && go(path as DomainPath)}
      activateTabWithKeyboard={false}
      keepMounted={false}
      classNames={{ list: classes.list, tab: classes.tab }}
    >
      <h1 className="kit-hidden">
        {title} · {nameOf(usager)}
      </h1>
      <OverrideNotice usager={usager.id} purpose={purpose} choose={choose} usual={usual} />
      <CorrectionNotice key={usager.id} usager={usager.id} />
      <Tabs.List aria-label={say('tabs')}>
        {open.map(({ path, key, icon: Icon }) => (
          <Tabs.Tab key={path} value={path} leftSection={<Icon size={20} stroke={1.7} aria-hidden />}>
            {say(key)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {current ? (
        <Tabs.Panel key={purpose} value={current.path} className={classes.panel}>
          <Outlet />
        </Tabs.Panel>
      ) : (
        <Outlet />
      )}
    </Tabs>
  );
}
