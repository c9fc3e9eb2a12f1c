export { dayOf, isDay, nextDay, startOfDay } from './day.ts';
export { yearsFrom } from './years-from.ts';
