/** A way by which a person is told: an e-mail, a text message, a notification in their browsers. */
export const channels = ['email', 'sms', 'push'] as const;
export type Channel = (typeof channels)[number];

/** The ways that go to an address, which its holder confirms by a code. */
export const addressWays = ['email', 'sms'] as const;
export type AddressWay = (typeof addressWays)[number];
