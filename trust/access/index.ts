export { type Actor, type Profile, platformActor, type Remote, type Source, unknownActor } from './actor.ts';
export { type ActCode, type ActRow, actSystem, acts } from './acts.data.ts';
export { actOf, decideProof, isWrittenSigned, maySign } from './acts.ts';
export { type CompiledMatrix, compileMatrix, firstMatrix, writesDomain } from './compile-matrix.ts';
export {
  type Action,
  type Decision,
  type Denial,
  decide,
  decideExplain,
  decideExport,
  decideNotification,
  domainWrittenBy,
  limited,
  type Sight,
} from './decide.ts';
export { allDomains, clinicalDomains, type Domain, domainOf, domainsNamedBy } from './domain.ts';
export { accessProfileSystem, givesAccess } from './gives-access.ts';
export type { Interpretation } from './interpretation.data.ts';
export { type Matrix, type MatrixRow, matrix, matrixVersion } from './matrix.data.ts';
export { namedPurposes } from './named-purposes.ts';
export type { Purpose, PurposeOfUse } from './purpose.ts';
export { purposeChoices } from './purpose-choices.ts';
export { purposes } from './purposes.data.ts';
export type { Reader } from './reader.ts';
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
