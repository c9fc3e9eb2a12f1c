/** Sends one text to a number in E.164; resolves once somebody else answers for it, rejects with `Unsent`. */
export type SendSms = (message: { to: string; text: string }) => Promise<void>;
