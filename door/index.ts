export { keepToSchemas } from './closed-schemas.ts';
export { toldKeywords } from './keyword-words.ts';
export { type Language, languageOf, type Text } from './language.ts';
export { denied, forbidden, nobody, tell } from './outcome.ts';
export { ownRecord } from './own-record.ts';
export { answering, type Refusal, refused } from './refused.ts';
