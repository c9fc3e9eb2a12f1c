/** Where a browser takes messages, and the keys that they are encrypted for (RFC 8030, RFC 8291). */
export interface PushAddress {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Sends one message to a browser; resolves once its push service answers for it, rejects with `Unsent`. */
export type SendPush = (to: PushAddress, payload: string) => Promise<void>;
