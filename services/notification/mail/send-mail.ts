/** Sends one message; resolves once somebody else answers for it. */
export type SendMail = (message: {
  to: string;
  subject: string;
  text: string;
  messageId: string;
}) => Promise<void>;

/** A message as the demonstration shows it, where nothing is really sent. */
export interface OutboxMessage {
  to: string;
  subject: string;
  text: string;
  sent: Date;
}
