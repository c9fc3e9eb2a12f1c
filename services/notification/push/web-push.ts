import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import webPush from 'web-push';
import { Unsent } from '../unsent.ts';
import { endpointProblem } from './push-services.ts';
import type { PushAddress, SendPush } from './send-push.ts';
import type { VapidKeys } from './vapid.ts';

export interface PushOptions {
  keys: VapidKeys;
  /** Who answers for what is sent: `mailto:` (RFC 8292, 2.1). */
  subject: string;
  /** Push services that are spoken to. */
  services: readonly string[];
  /** What a name means, when it may be connected to: an endpoint comes from a browser. */
  lookup: LookupFunction;
  /** Authorities of the services' certificates, PEM, in place of those that everybody trusts. */
  ca?: string;
  answerMs?: number;
}

/** For how long a push service keeps what a browser that is off has not fetched. */
const keptSeconds = 3 * 86_400;

/** What an answer says: gone for good (RFC 8030, 7.3), not taken for that browser, or nothing of it: who sends, too much, not now. */
function unsentOf(status: number): Unsent {
  const said = `The push service answered ${status}.`;
  if (status === 404 || status === 410) return new Unsent('refused', said);
  const isOfAddress = status >= 400 && status < 500 && ![401, 403, 429].includes(status);
  return new Unsent(isOfAddress ? 'address' : 'gateway', said);
}

function encrypt({ endpoint, p256dh, auth }: PushAddress, payload: string, { keys, subject }: PushOptions) {
  try {
    return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      ...{ vapidDetails: { subject, ...keys }, TTL: keptSeconds, urgency: 'normal' },
    });
  } catch (cause) {
    // Keys that are no point of the curve: nothing can ever be told to that browser.
    throw new Unsent('refused', 'The keys of the browser cannot be used.', { cause });
  }
}

/**
 * Sends by Web Push (RFC 8030), encrypted for the browser alone (RFC 8291), signed by the platform's key (RFC 8292). Redirects are
 * not followed, and what the service answers is not read. Rejects with `Unsent`: `refused` when the subscription is gone, or its
 * service is not of the list any more.
 */
export function pushSender(options: PushOptions): SendPush {
  const { services, lookup, ca, answerMs = 20_000 } = options;
  return async (to, payload) => {
    const problem = endpointProblem(to.endpoint, services);
    if (problem) throw new Unsent('refused', problem);
    const { headers, body } = encrypt(to, payload, options);
    const status = await new Promise<number>((resolve, reject) => {
      const signal = AbortSignal.timeout(answerMs);
      const sent = request(to.endpoint, {
        ...{ method: 'POST', agent: false, lookup, signal, headers },
        ...(ca !== undefined && { ca }),
      });
      sent.once('error', cause =>
        reject(new Unsent('gateway', `The push service cannot be spoken to: ${cause.message}`, { cause })),
      );
      sent.once('response', response => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      sent.end(body);
    });
    if (status < 200 || status > 299) throw unsentOf(status);
  };
}
