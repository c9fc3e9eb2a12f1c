/** Plain SQL, in order. */
export const migrations = new URL('./migrations/', import.meta.url);
