/** What a person reads of a message. */
export interface Written {
  subject: string;
  text: string;
}

/** A message to one address. */
export interface Mail extends Written {
  to: string;
  messageId: string;
}

/** Sends one message; resolves once somebody else answers for it. */
export type SendMail = (mail: Mail) => Promise<void>;

/** A message as the demonstration shows it, where nothing is really sent. */
export interface OutboxMessage extends Written {
  to: string;
  sent: Date;
}

/**
 * The id of a message (RFC 5322, 3.6.4), the same each time that it is tried: one that was taken and not marked is known for the same by
 * who receives it twice.
 * @param site an address of the site that sends, whose host makes the id unique
 */
export const messageIdOf = (id: string, site: string): string => `<${id}@${new URL(site).host}>`;

const longestWaitMinutes = 60;

/** When a message is tried again after so many tries (RFC 5321, 4.5.4.1): in a minute, two, four…, in an hour at the latest. */
export const nextTry = (tries: number, now: Date): Date =>
  new Date(now.getTime() + Math.min(2 ** tries, longestWaitMinutes) * 60_000);
