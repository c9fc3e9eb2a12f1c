export { type Actor, type Profile, platformActor, type Source, unknownActor } from './actor.ts';
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
export { clinicalDomains, type Domain, domainOf, domainsNamedBy } from './domain.ts';
export { accessProfileSystem, givesAccess } from './gives-access.ts';
export { type MatrixRow, matrix, matrixVersion } from './matrix.data.ts';
export { type Purpose, type PurposeOfUse, purposeSystem } from './purpose.ts';
export {
  grantScopes,
  type Limit,
  limitsOf,
  parseScope,
  permitsScope,
  type Scope,
  type ScopeAction,
  scopeNeeded,
  scopesOf,
  toSecondVersion,
} from './scope.ts';
export { usualPurpose } from './usual-purpose.ts';
export { type AccessToken, type TokenRules, verifyAccessToken } from './verify-token.ts';
