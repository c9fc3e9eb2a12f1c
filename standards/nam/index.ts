export { agrees, type NamDifference, namDifferences, type Person } from './agrees.ts';
export { namPrefix, plainLetters } from './letters.ts';
export { makeNam, type NamParts } from './make.ts';
export {
  formatNam,
  type Nam,
  type NamProblem,
  type NamProblemCode,
  type ParsedNam,
  parseNam,
} from './parse.ts';
export { isNamSystem, namSystem, namType } from './system.ts';
