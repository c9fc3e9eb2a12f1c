import type { RequestState } from './machine/request.data.ts';

/** What a GAA asked, and what became of it. */
export interface AccessRequest {
  id: string;
  kind: 'grant' | 'change' | 'withdraw';
  organization: string;
  organizationName: string;
  practitioner: string;
  practitionerName: string;
  profile: string;
  places: string[];
  starts: string;
  ends: string | null;
  email: string;
  about: string | null;
  state: RequestState;
  submitted: Date;
  submittedBy: string;
  validatedBy: string | null;
  acceptedBy: string | null;
  since: Date;
  reason: string | null;
}

export const requestColumns = `id, kind, organization, organization_name AS "organizationName", practitioner,
  practitioner_name AS "practitionerName", profile, places, starts, ends, email, about, state, submitted,
  submitted_by AS "submittedBy", validated_by AS "validatedBy", accepted_by AS "acceptedBy", since, reason`;
