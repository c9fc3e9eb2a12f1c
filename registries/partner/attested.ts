import type { Partner, Standing } from './partner.ts';

/** How attestations of products bear on who may connect. */
export interface AttestationRule {
  /** SQL of the `Standing` of the partner of that alias (`client_id`, `software_version`); NULL: none. Asked at each request. */
  standingSql: (partner: string) => string;
  /** A version that is not attested does not connect; otherwise it does, and that is told. */
  required: boolean;
}

/** A screen of the project's own is nobody's product. */
const isOwn = ({ application }: Partner): boolean => application?.kind === 'own-screen';

/** Whether the version that a partner runs is one that nobody attests now; false where no rule asks. */
export const isUnattested = (partner: Partner): boolean =>
  partner.standing !== undefined && partner.standing !== 'attested' && !isOwn(partner);

/** The partner as it may connect now: one whose version must be attested, and is not, is closed to at every door. */
export function underRule(partner: Partner, standing: Standing, { required }: AttestationRule): Partner {
  const known: Partner = { ...partner, standing };
  return required && partner.state === 'active' && isUnattested(known)
    ? { ...known, state: 'unattested' }
    : known;
}

const why: Record<Exclude<Standing, 'attested'>, string> = {
  none: 'nobody has attested it',
  expired: 'its attestation has expired',
  withdrawn: 'its attestation was withdrawn',
};

/** What a partner is told that does not connect for it: which version, why not, and the mend. */
export function unattestedText({ softwareVersion, standing }: Partner): string {
  const said =
    softwareVersion === undefined
      ? 'no version of its product is registered'
      : `version ${softwareVersion} of its product is not attested: ${why[standing as keyof typeof why] ?? why.none}`;
  return `This system may not connect: ${said}. Have the version attested and registered by who operates the platform.`;
}
