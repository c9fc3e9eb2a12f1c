export { type Admission, admit } from './admit.ts';
export { type Candidate, candidates } from './candidates.ts';
export { type Aspect, type Comparison, compare, isExact } from './compare.ts';
export { namsOf, validNamsOf } from './described.ts';
export { displayUsager, type UsagerDisplay } from './display.ts';
export { type Claim, type Identification, type IdentityReason, identify, type Register } from './identify.ts';
export { match } from './match.ts';
export { createPatients, type Patients, type PatientsDeps } from './patients.ts';
export { checkRegistration, newcomerOf, withStoredNams } from './register.ts';
