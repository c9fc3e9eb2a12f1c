/** A way by which a person is told. */
export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];
