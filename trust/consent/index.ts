export { collectedOn } from './collected-on.ts';
export { covers } from './covers.ts';
export { directiveSystem, type Refusal, refusalOf, toConsent } from './refusal.ts';
