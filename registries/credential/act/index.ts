export { actRoutes, refuseAct, refuseSigner } from './act-routes.ts';
export { exportAct } from './export-act.ts';
export { createOwnKeys, type OwnKey, type OwnKeys } from './own-key.ts';
export { readAct } from './read-act.ts';
export {
  type ActProposal,
  type ActRefusal,
  createSignedActs,
  type PreparedAct,
  type PrepareOutcome,
  type SignedActs,
  type SignOutcome,
} from './signed-acts.ts';
export { type Signer, signerOf } from './signer.ts';
