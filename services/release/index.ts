export { writeChoice } from './choice.ts';
