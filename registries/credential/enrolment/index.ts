export { type CredentialRoutesDeps, credentialRoutes } from './credential-routes.ts';
export { createEnrolment, type Enrolment } from './enrolment.ts';
export { createKeys, type Keys } from './keys.ts';
