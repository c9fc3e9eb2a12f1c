/* Who knocks in a test, and what is said of whom: for every door above. Plain values, without a test runner. */
export { cast, system } from './people.ts';
export { observation, patient, refusal, restriction, result } from './resources.ts';
