const minute = 60;
const day = 24 * 60 * minute;

/**
 * Seconds. A system's token is believed until it ends, unless the system is suspended or takes it back. A
 * person's is looked up at each request. The provider's own session lives no longer than one redirection: who is signed
 * in is the platform's to say, each time.
 */
export const lifetimes = {
  ClientCredentials: 10 * minute,
  AccessToken: 5 * minute,
  AuthorizationCode: minute,
  IdToken: 5 * minute,
  Interaction: 15 * minute,
  Session: minute,
  RefreshToken: 30 * day,
  Grant: 30 * day,
};
