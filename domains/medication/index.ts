export type { Amount, Dispense, Prescription } from './display.ts';
export { type Drug, drugOf } from './drug.ts';
export { type ProfileLine, profileOf } from './profile.ts';
