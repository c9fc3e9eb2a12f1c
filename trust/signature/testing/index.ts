export { issue } from './issue.ts';
export { type Cast, makeCast, prescription, signAct, signer, signProvenance, toExport } from './sign-act.ts';
