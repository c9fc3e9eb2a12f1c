export type { RefusalAnswer, RefusalEvent, RefusalTerms, RefusalView } from './refusal-view.ts';
export {
  type ChoiceOutcome,
  cancelRefusal,
  changeRefusal,
  mayDecide,
  readRefusals,
  setRefusal,
} from './register.ts';
export { toItem } from './restriction/items.ts';
