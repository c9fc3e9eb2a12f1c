import type { Machine } from './machine.ts';

export type DesignationState = 'in-force' | 'ended';
export type DesignationEvent = 'designate' | 'end' | 'leave';

/** The designation of a GAA, and the appointment of an agent. */
export const designationMachine: Machine<DesignationState, DesignationEvent> = [
  ['none', 'designate', 'in-force', ['operations']],
  ['in-force', 'end', 'ended', ['operations']],
  // Who left the organization, or the order, manages nothing there.
  ['in-force', 'leave', 'ended', ['platform']],
];
