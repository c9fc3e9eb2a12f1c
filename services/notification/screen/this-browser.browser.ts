import type { DeviceInput } from '../notice-view.ts';

/** Why notices cannot be turned on in this browser: it has none, its person said no, or its push service is not there. */
export type NotTurnedOn = 'unsupported' | 'not-permitted' | 'unreachable';

export class CannotBeTold extends Error {
  readonly why: NotTurnedOn;
  constructor(why: NotTurnedOn, options?: ErrorOptions) {
    super(why, options);
    this.name = 'CannotBeTold';
    this.why = why;
  }
}

/** Served beside the pages of the Carnet, so that it may show its notices while it is closed. */
const worker = '/carnet/notices-worker.js';
const scope = '/carnet/';
/** Which of the listed browsers this one is. */
const kept = 'continuum-notice-device';

export const canBeTold = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

const octetsOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), octet => octet.charCodeAt(0));

async function subscribe(pushKey: string): Promise<PushSubscriptionJSON> {
  const registration = await navigator.serviceWorker.register(worker, { scope });
  await navigator.serviceWorker.ready;
  // One of another key is of another platform, or from before its key changed.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const subscription = await registration.pushManager.subscribe({
    ...{ userVisibleOnly: true, applicationServerKey: octetsOf(pushKey) },
  });
  return subscription.toJSON();
}

/**
 * Asks the person, and subscribes this browser at its push service.
 * @param pushKey the platform's key (RFC 8292), base64url
 * @throws CannotBeTold
 */
export async function turnOn(pushKey: string): Promise<Omit<DeviceInput, 'language'>> {
  if (!canBeTold()) throw new CannotBeTold('unsupported');
  if ((await Notification.requestPermission()) !== 'granted') throw new CannotBeTold('not-permitted');
  try {
    const { endpoint, keys } = await subscribe(pushKey);
    return { endpoint: endpoint!, p256dh: keys!.p256dh!, auth: keys!.auth! };
  } catch (cause) {
    throw new CannotBeTold('unreachable', { cause });
  }
}

/** This browser is subscribed no more. */
export async function turnOff(): Promise<void> {
  localStorage.removeItem(kept);
  const registration = await navigator.serviceWorker?.getRegistration(scope);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

export const keepThisDevice = (id: string): void => localStorage.setItem(kept, id);
export const thisDevice = (): string | null => localStorage.getItem(kept);
