/** A certificate, as `/api/credential/certificates` tells it. */
export interface ShownCertificate {
  serial: string;
  profile: 'person' | 'organization' | 'system';
  /** `Practitioner/<id>`, `Organization/<id>`, `Device/<client id>`. */
  subject: string;
  name: string;
  issued: string;
  expires: string;
  reason: string | null;
  state: 'good' | 'held' | 'revoked' | 'expired';
}
