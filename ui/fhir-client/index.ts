export {
  choosePurpose,
  chooseSession,
  deleteJson,
  getBlob,
  getJson,
  onSessionEnded,
  postJson,
  putJson,
  send,
  sessionHeaders,
} from './client.ts';
export { NetworkFailure, ServerFailure } from './failure.ts';
export { DataProvider, useAct, useForget, useJson, useJsonPages } from './query.tsx';
export { createQueryClient } from './query-client.ts';
export { digest, keepDeviceKey, keepSessionKey, newSessionKey, type SessionKey } from './session-key.ts';
export type { SessionKind } from './session-kind.ts';
