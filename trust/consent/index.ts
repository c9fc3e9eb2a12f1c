export { collectedOn } from './collected-on.ts';
export { covers } from './covers.ts';
export { type Directive, type DirectiveKind, directiveSystem } from './directive.ts';
export {
  dangerSystem,
  type GroundNames,
  noConsentSystem,
  type Override,
  overrideOf,
  toOverrideEvent,
} from './override.ts';
export { type Refusal, refusalOf, toConsent } from './refusal.ts';
export {
  type ReleaseChoice,
  releaseChoiceCode,
  releaseChoiceOf,
  toReleaseChoice,
} from './release-choice.ts';
export {
  clinicalDomainSystem,
  type Information,
  type Names,
  type Providers,
  type Restriction,
  restrictionOf,
  toRestrictionConsent,
} from './restriction.ts';
export { hiddenPart, isAgainst, isInForce, type Named } from './restricts.ts';
export {
  type ReleaseKind,
  type ResultRelease,
  releaseOf,
  resultReleaseSystem,
  toReleaseTask,
} from './result-release.ts';
