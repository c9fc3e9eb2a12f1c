import type { NotificationDeps } from '@continuum/services-notification';
import { emailOf } from './people.ts';
import type { Rooms } from './rooms.ts';

/** What persons are told by e-mail is made over: the journal, their accounts, the register. */
export const notificationOf = ({ database, gate, accounts }: Rooms): NotificationDeps => ({
  pool: database.service,
  gate,
  mayOpen: async (account, usager) => {
    const person = await accounts.personOf(account);
    return person?.usagers?.includes(usager) ?? false;
  },
  emailOf: usager => emailOf(gate, usager),
  journal: event => gate.attempt(event),
});
