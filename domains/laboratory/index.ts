export { fromOruR01, type OruSettings } from './from-oru-r01.ts';
export { lastN } from './last-n.ts';
