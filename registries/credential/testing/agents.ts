import type { ReachOf } from '../holder-reach.ts';
import { type StaffActsOf, staffActs } from '../staff.ts';

/** Those whose profile is to manage access hold, in this room's own tests, every office there is: rooms above say which does what. */
export const everyOffice: StaffActsOf = async ({ actor }) =>
  new Set(actor.profile === 'access-manager' ? staffActs : []);

/** And everybody's keys are within their reach. */
export const everybody: ReachOf = async () => 'everybody';
