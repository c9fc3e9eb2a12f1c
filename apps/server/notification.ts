import { requestNews } from '@continuum/governance-rights';
import type { SignedActs } from '@continuum/registries-credential';
import type { NotificationDeps } from '@continuum/services-notification';
import { emailOf } from './people.ts';
import type { Rooms } from './rooms.ts';

/** What persons are told is made over: the journal, their accounts, the register, their requests. */
export const notificationOf = ({ database, gate, accounts }: Rooms): NotificationDeps => ({
  pool: database.service,
  gate,
  mayOpen: async (account, usager) => {
    const person = await accounts.personOf(account);
    return person?.usagers?.includes(usager) ?? false;
  },
  emailOf: usager => emailOf(gate, usager),
  requestNews: (since, until, count) => requestNews(database.service.query, since, until, count),
  journal: event => gate.attempt(event),
});

/** The acts that persons sign; whoever overrode a restriction has the person told at once. */
export const actsThatTell = ({ acts, noticeBell }: Rooms): SignedActs => ({
  ...acts,
  async sign(signer, signed) {
    const done = await acts.sign(signer, signed);
    if (done.ok && done.code === 'override') noticeBell.ring();
    return done;
  },
});
