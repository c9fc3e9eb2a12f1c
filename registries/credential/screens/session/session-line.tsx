import { DateText } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile, IconDevices, IconDeviceTablet } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './my-sessions.module.css';
import { texts } from './texts.ts';

/** An open session, as `/api/session/open` tells it. */
export interface ShownSession {
  id: string;
  created: string;
  lastSeen: string;
  address: string | null;
  device: { browser?: string; system?: string; kind: keyof typeof icons };
  current: boolean;
}

const icons = {
  desktop: IconDeviceDesktop,
  mobile: IconDeviceMobile,
  tablet: IconDeviceTablet,
  unknown: IconDevices,
};

/** Says which browser a session is of: `Firefox sur Windows`. */
export function useSessionName(): (session: ShownSession) => string {
  const say = useText(texts);
  return ({ device: { browser, system } }) =>
    browser && system
      ? say('browser.of', { browser, system })
      : (browser ?? system ?? say('browser.unknown'));
}

/** One session: its browser, its address, since when, last used, and what can be done with it. */
export function SessionLine({ session, action }: { session: ShownSession; action: ReactNode }) {
  const say = useText(texts);
  const nameOf = useSessionName();
  const { address, created, lastSeen, current, device } = session;
  const Icon = icons[device.kind];
  return (
    <li className={classes.session} data-current={current || undefined}>
      <span className={classes.icon}>
        <Icon size={26} stroke={1.5} aria-hidden />
      </span>
      <div className={classes.words}>
        <p className={classes.name}>
          {nameOf(session)}
          {current && (
            <Badge variant="light" tt="none">
              {say('here')}
            </Badge>
          )}
        </p>
        <p className={classes.detail}>{address ? say('address', { address }) : say('address.unknown')}</p>
        <p className={classes.detail}>
          {say('since')} <DateText value={created} time /> · {say('used')} <DateText value={lastSeen} ago />
        </p>
      </div>
      {action}
    </li>
  );
}
