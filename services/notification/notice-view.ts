/** How often a person is told that a record was opened. */
export type Frequency = 'off' | 'each' | 'weekly';

/** Answer of `GET /api/notification/:patient`: what the person chose, and whether their address takes what is sent to it. */
export interface NoticeState {
  /** E-mail leaves from here: without it nobody is told anything, and nothing can be chosen but `off`. */
  available: boolean;
  frequency: Frequency;
  /** Absent when they gave none. */
  email?: string;
  /** `confirmed`; `to-confirm`, while the code serves; `expired`, once it does not; `refused`, since when the address refuses. */
  state: 'none' | 'confirmed' | 'to-confirm' | 'expired' | 'refused';
  refused?: string;
  /** A message waits for another try, and was tried before. */
  delayed: boolean;
}

/** What is sent to `PUT /api/notification/:patient`. */
export interface NoticeInput {
  frequency: Frequency;
  email?: string;
  language: 'fr' | 'en';
}
