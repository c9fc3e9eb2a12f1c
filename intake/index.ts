export {
  type Deposit,
  type DepositFormat,
  type EntryResult,
  type Interaction,
  type Mapped,
  type Mapper,
  type Receipt,
  Unusable,
  type UsagerClaim,
  type WaitingReason,
} from './deposit.ts';
export { defaultLimits, type Limits } from './fhir/read-json.ts';
export { createIntake, type Intake, type IntakeDeps } from './intake.ts';
export { depositSystem } from './provenance.ts';
export type { ActOutcome, ReleaseDecision } from './release.ts';
