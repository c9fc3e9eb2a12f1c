import type { AddressWay, Channel } from './channel.ts';

/** How often a person is told that a record was opened. */
export type Frequency = 'off' | 'each' | 'weekly';

/** Whether an address takes what is sent to it. */
export interface AddressState {
  /** `confirmed`; `to-confirm`, while the code serves; `expired`, once it does not; `refused`, since when the address refuses. */
  state: 'none' | 'confirmed' | 'to-confirm' | 'expired' | 'refused';
  /** Absent when they gave none. */
  address?: string;
  refused?: string;
  /** A message waits for another try, and was tried before. */
  delayed: boolean;
}

/** Answer of `GET /api/notification/:patient`: what the person chose, and whether their addresses take what is sent to them. */
export interface NoticeState {
  /** The ways by which messages leave from here: by the others nobody is told anything, and they cannot be chosen. */
  available: Channel[];
  frequency: Frequency;
  /** By which ways they are told of accesses. */
  channels: Channel[];
  /** By which ways they are told what becomes of requests about the record; none: they are not. */
  requests: Channel[];
  email: AddressState;
  sms: AddressState;
  /** Browsers that they are told in. */
  devices: { id: string; name: string; added: string }[];
  /** The key by which a browser subscribes (RFC 8292); absent where nothing is pushed. */
  pushKey?: string;
  /** What mobile numbers may begin with. */
  prefixes: string[];
}

/** What is sent to `PUT /api/notification/:patient`. What is left out stays as it is. */
export interface NoticeInput {
  frequency: Frequency;
  /** By e-mail, unless it says otherwise. */
  channels?: Channel[];
  requests?: Channel[];
  email?: string;
  /** As a person writes it. */
  mobile?: string;
  language: 'fr' | 'en';
}

/** What is sent to `POST /api/notification/:patient/devices`: what a browser gives of its subscription. */
export interface DeviceInput {
  endpoint: string;
  p256dh: string;
  auth: string;
  language: 'fr' | 'en';
}

/** Its answer: which of the devices it is. */
export interface AddedDevice extends NoticeState {
  device: string;
}

/** What is sent to `POST /api/notification/:patient/confirmation`. */
export interface ConfirmationInput {
  code: string;
  /** Of which address: the e-mail, unless it says otherwise. */
  channel?: AddressWay;
}
