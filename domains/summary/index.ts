export { summary, summaryOf } from './summary.ts';
