import { DatabaseUnavailable } from '@continuum/record-database';

/** The entry could not be made durable: nothing may be disclosed, and the caller answers 503. */
export class JournalUnavailable extends DatabaseUnavailable {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The access could not be journalled, so nothing is shown. ${reason}`, options);
    this.name = 'JournalUnavailable';
  }
}
