import type { StreamRequest } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import type { Topic } from './topics.data.ts';

/** How much of what happened a notification says (R4 backport, payload types). */
export type Content = 'empty' | 'id-only' | 'full-resource';

/** A Subscription, read: what is followed, and how it is told. */
export interface Terms {
  topic: Topic;
  /** The criteria that narrow it, as one search. */
  search: string;
  channel: 'rest-hook' | 'websocket';
  endpoint?: string;
  /** Name and value of each of `channel.header`. */
  headers: readonly (readonly [string, string])[];
  content: Content;
  /** Seconds without anything after which it is said that all is well. */
  heartbeat?: number;
  /** Seconds that an endpoint has to answer. */
  timeout: number;
  /** Events of one notification. */
  maxCount: number;
  end?: Date;
}

/** A Subscription of R4, as far as it is read here. */
export interface SubscriptionResource extends Resource {
  status?: string;
  criteria?: string;
  _criteria?: { extension?: Extension[] };
  end?: string;
  channel?: {
    type?: string;
    endpoint?: string;
    payload?: string;
    _payload?: { extension?: Extension[] };
    header?: string[];
    extension?: Extension[];
  };
}

export interface Extension {
  url: string;
  valueString?: string;
  valueCode?: string;
  valueUnsignedInt?: number;
  valuePositiveInt?: number;
  valueInteger?: number;
}

/** What the gate follows, and what the journal calls it. */
export function streamOf(id: string, { topic, search }: Terms): StreamRequest {
  const { type, domain, url } = topic;
  const text = `Subscription/${id} ${url}${search === '' ? '' : ` ${type}?${search}`}`;
  return { id, type, search, text, ...(domain && { domain }) };
}
