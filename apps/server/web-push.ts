import { guardedLookup } from '@continuum/exchange-subscription';
import {
  knownPushServices,
  pushSender,
  type Senders,
  type VapidKeys,
  vapidKeys,
} from '@continuum/services-notification';
import type { Settings } from './settings.ts';

/** Push services that are spoken to; in the demonstration nothing leaves, unless the operator names one. */
export const pushServicesOf = ({ pushServices, demonstration }: Settings): readonly string[] =>
  pushServices ?? (demonstration ? [] : knownPushServices);

/** How browsers subscribe; undefined where nothing is pushed. */
export async function pushOf(
  settings: Settings,
): Promise<{ keys: VapidKeys; services: readonly string[] } | undefined> {
  const services = pushServicesOf(settings);
  return services.length === 0 ? undefined : { keys: await vapidKeys(settings.data), services };
}

/** How messages leave to browsers; undefined where nothing is pushed. */
export async function browserSender(settings: Settings, from: string): Promise<Senders['push']> {
  const push = await pushOf(settings);
  if (!push) return undefined;
  // What the operator names, and nothing that a wildcard or a browser's own list covers, may be of a private network.
  const named = settings.pushServices ?? [];
  const privateHosts = named.filter(name => !name.startsWith('*.')).map(name => name.replace(/:\d+$/, ''));
  const lookup = guardedLookup({ demonstration: false, privateHosts });
  return pushSender({ ...push, subject: `mailto:${from}`, lookup });
}
