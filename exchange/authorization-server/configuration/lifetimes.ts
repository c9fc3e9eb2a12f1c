/** Seconds. A token cannot be taken back before its end: ten minutes is as long as one is left alone. */
export const lifetimes = { ClientCredentials: 600 };
