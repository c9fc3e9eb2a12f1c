export { type Application, BadRegistration } from './application.ts';
export { type AttestationRule, isUnattested, unattestedText } from './attested.ts';
export { type Partner, type Sender, type Standing, toActor } from './partner.ts';
export { createPartners, type Partners, type PartnersDeps } from './partners.ts';

/** Migrations of this room, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
