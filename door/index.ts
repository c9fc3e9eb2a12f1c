export { type Language, languageOf, type Text } from './language.ts';
export { denied, forbidden, nobody, tell } from './outcome.ts';
export { ownRecord } from './own-record.ts';
export { answering, type Refusal, refused } from './refused.ts';
