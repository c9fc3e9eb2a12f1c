export { type Listed, makeCrl } from './evidence.ts';
export { type Issued, issue, makeHouse } from './issue.ts';
export { type Cast, makeCast, prescription, signAct, signer, signProvenance, toExport } from './sign-act.ts';
