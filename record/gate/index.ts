export type {
  Access,
  Change,
  Denied,
  ExplainOutcome,
  HistoryOutcome,
  HistoryQuery,
  JournalLine,
  JournalOutcome,
  Origin,
  OverrideLine,
  OwnLine,
  ReadOutcome,
  ResultState,
  ResultStatesOutcome,
  SearchEntry,
  SearchOutcome,
  SignedOutcome,
  SignedVersion,
  Stored,
  TermCode,
  Terminology,
  WriteOutcome,
  Written,
} from './access.ts';
export type * from './exported.ts';
export { createGate, type DoorEvent, type Gate, type GateDeps } from './gate.ts';
export type { Keeper, KeeperAnswer, KeeperCall, KeeperInteraction } from './keeper.ts';
export type * from './kept-deposit.ts';
export { firstMatrixInForce, type MatrixInForce } from './matrix-in-force.ts';
export type { Notices } from './notices.ts';
export { migrations, type OpenedGate, type OpenGateOptions, openGate } from './open-gate.ts';
export {
  type Operation,
  type OperationAnswer,
  type OperationArgument,
  type OperationCall,
  type OperationInput,
  type OperationLevel,
  type OperationParameter,
  OperationProblem,
  operationDenied,
  operationProblem,
} from './operation.ts';
export type { Previewed, PreviewOutcome, PreviewRequest } from './preview-request.ts';
export type * from './rights-door.ts';
export type * from './streams.ts';
export type * from './watched.ts';
