const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for an id as PostgreSQL writes a `uuid`. What a cursor holds comes from outside: anything else is no place in a list. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && uuid.test(text);

/** True for a moment as `Date.toISOString` writes it: no other way of saying one, which PostgreSQL could read otherwise or not at all. */
export function isMoment(text: unknown): text is string {
  const moment = new Date(typeof text === 'string' ? text : '');
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === text;
}
