import bowser from 'bowser';

/** What a browser says that it is, in names of a list: nothing of what it wrote reaches a screen. */
export interface Device {
  /** `Firefox`, `Chrome`… */
  browser?: string;
  /** `Windows`, `macOS`, `Android`… */
  system?: string;
  kind: 'desktop' | 'mobile' | 'tablet' | 'unknown';
}

const browsers = new Set(Object.values(bowser.BROWSER_MAP));
const systems = new Set(Object.values(bowser.OS_MAP));

const isKind = (type: string | undefined): type is Device['kind'] =>
  ['desktop', 'mobile', 'tablet'].includes(type ?? '');

/** Browser, system and kind of device of a `User-Agent` (RFC 9110, §10.1.5), which is only what its sender claims. */
export function readDevice(userAgent: string | null): Device {
  if (!userAgent) return { kind: 'unknown' };
  const { browser, os, platform } = bowser.parse(userAgent);
  return {
    ...(browsers.has(browser.name ?? '') && { browser: browser.name }),
    ...(systems.has(os.name ?? '') && { system: os.name }),
    kind: isKind(platform.type) ? platform.type : 'unknown',
  };
}
