export {
  type Actor,
  type Profile,
  platformActor,
  type Remote,
  type Source,
  surveillanceActor,
  unknownActor,
} from './actor.ts';
export { type ActCode, type ActRow, actSystem, acts } from './acts.data.ts';
export {
  actOf,
  decideProof,
  decideWrite,
  isAccessGrant,
  isWrittenSigned,
  mayBeSigned,
  maySign,
} from './acts.ts';
export { checkMatrix, type MatrixProblem, type MatrixRule } from './check-matrix.ts';
export {
  type Action,
  type CompiledMatrix,
  compileMatrix,
  firstMatrix,
  writesDomain,
} from './compile-matrix.ts';
export { isForPerson } from './counter.ts';
export {
  type Decision,
  type Denial,
  decide,
  decideExplain,
  decideExport,
  decideNotification,
  domainWrittenBy,
  limited,
  refusedProfile,
  type Sight,
} from './decide.ts';
export { decideRights, type RightsDecision, type RightsOffice } from './decide-rights.ts';
export {
  cellsOf,
  diffMatrix,
  type MatrixCell,
  type MatrixChange,
  sourceOf,
} from './diff-matrix.ts';
export {
  allDomains,
  clinicalDomains,
  type Domain,
  domainOf,
  domainsNamedBy,
  mayTellIdentity,
} from './domain.ts';
export { decideMatrix, type MatrixAct } from './edit-matrix.ts';
export { accessProfileSystem, givesAccess } from './gives-access.ts';
export type { Interpretation } from './interpretation.data.ts';
export { type Matrix, type MatrixRow, matrix, matrixVersion } from './matrix.data.ts';
export { matrixEditors, matrixLimits } from './matrix-limits.data.ts';
export { namedPurposes } from './named-purposes.ts';
export type { Purpose, PurposeOfUse } from './purpose.ts';
export { purposeChoices } from './purpose-choices.ts';
export { purposes } from './purposes.data.ts';
export { type KeptMatrix, readMatrix } from './read-matrix.ts';
export type { Reader } from './reader.ts';
export { type ReleaseRule, releaseRule } from './release.data.ts';
export { familyOf, type Identity, isSamePerson, namesAgree, sharesHome, toIdentity } from './same-person.ts';
export {
  grantScopes,
  type Limit,
  limitsOf,
  parseScope,
  permitsScope,
  type Scope,
  type ScopeAction,
  type ScopeContext,
  scopeNeeded,
  scopesOf,
  toSecondVersion,
} from './scope.ts';
export {
  parsePurpose,
  purposeHeader,
  purposesOf,
  type StatedPurpose,
  statePurpose,
} from './state-purpose.ts';
export { usualPurpose } from './usual-purpose.ts';
