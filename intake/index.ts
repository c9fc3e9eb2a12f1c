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
export type { MissingReason } from './missing/missing-reason.ts';
export { createWhyMissing, type WhyMissing, type WhyMissingDeps } from './missing/why-missing.ts';
export { depositSystem } from './provenance.ts';
export type { ActOutcome, ReleaseDecision } from './release.ts';
