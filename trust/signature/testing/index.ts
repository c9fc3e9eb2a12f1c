export { type Cast, makeCast, signAct, toExport } from './sign-act.ts';
