import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
} from './x509.ts';

/** What a certificate says of its holder: a person who signs, an organization that signs, a system that connects. */
export type CertificateProfile = 'person' | 'organization' | 'system';

/** Who bears a profile, how long a certificate counts, and what its key may do (RFC 5280, §4.2.1.3 and §4.2.1.12). */
export const profiles: Record<
  CertificateProfile,
  { subject: RegExp; days: number; keyUsage: number; extendedKeyUsage: string[] }
> = {
  person: {
    subject: /^(Practitioner|Patient)\/[A-Za-z0-9.-]{1,64}$/,
    days: 3 * 365,
    keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation,
    // clientAuth; documentSigning (RFC 9336).
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.36'],
  },
  organization: {
    subject: /^Organization\/[A-Za-z0-9.-]{1,64}$/,
    days: 2 * 365,
    keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation,
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.36'],
  },
  system: {
    subject: /^Device\/[A-Za-z0-9._-]{1,64}$/,
    days: 398,
    keyUsage: KeyUsageFlags.digitalSignature,
    // clientAuth; serverAuth, for a system that is connected to.
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'],
  },
};

/** Extensions of the authority's own certificates. The issuing one issues to holders only (pathLenConstraint 0). */
export const authorityExtensions = (pathLength?: number): Extension[] => [
  new BasicConstraintsExtension(true, pathLength, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
];

/**
 * Extensions of the certificate of the journal's key: telling time is all that it may do (RFC 3161 §2.3), and who bears it is
 * the key's own name (RFC 9278).
 */
export const journalExtensions = (key: string, publicUrl: string): Extension[] => [
  new BasicConstraintsExtension(false, undefined, true),
  new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
  new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.8'], true),
  new SubjectAlternativeNameExtension([
    { type: 'url', value: `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${key}` },
  ]),
  ...whereToAsk(publicUrl),
];

/** Where to ask whether a certificate still counts. */
const whereToAsk = (publicUrl: string): Extension[] => [
  new AuthorityInfoAccessExtension({
    ocsp: `${publicUrl}/pki/ocsp`,
    caIssuers: `${publicUrl}/pki/issuing.cer`,
  }),
  new CRLDistributionPointsExtension([`${publicUrl}/pki/crl`]),
];

export interface Holder {
  profile: CertificateProfile;
  /** `Practitioner/<id>`, `Organization/<id>`, `Device/<client id>`. */
  subject: string;
  /** Systems: the names of its hosts. */
  hosts: readonly string[];
}

/**
 * Extensions of a holder's certificate: what its key may do, who bears it as an address, where to ask whether it
 * still counts.
 * @param publicUrl `https://sante.example`, without a slash at its end.
 */
export function holderExtensions({ profile, subject, hosts }: Holder, publicUrl: string): Extension[] {
  const { keyUsage, extendedKeyUsage } = profiles[profile];
  const names: JsonGeneralNames = [
    { type: 'url', value: `${publicUrl}/fhir/R4/${subject}` },
    ...hosts.map(value => ({ type: 'dns' as const, value })),
  ];
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(keyUsage, true),
    new ExtendedKeyUsageExtension(extendedKeyUsage),
    new SubjectAlternativeNameExtension(names),
    ...whereToAsk(publicUrl),
  ];
}
