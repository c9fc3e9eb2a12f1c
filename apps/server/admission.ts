import type { DoorEvent } from '@continuum/record-gate';
import { NotAdmitted } from '@continuum/registries-credential';
import { isUnattested, type Partner, toActor, unattestedText } from '@continuum/registries-partner';
import type { Actor } from '@continuum/trust-access';

/**
 * Lets a partner's system in as an actor, once it has proved who it is; undefined of one that is not there, or suspended.
 * The one place where it is decided: whatever door it comes by.
 * @throws NotAdmitted when the version of its product must be attested and is not
 */
export type Admit = (partner: Partner | undefined) => Promise<Actor | undefined>;

interface AdmissionDeps {
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}

const origin = { request: 'admission', address: 'local', channel: 'platform' };

/**
 * Opens the admission of systems. A version that is not attested and need not be is let in; the journal has it, once a day of each
 * system, version and state, from each process.
 */
export function createAdmission({ journal, clock = () => new Date() }: AdmissionDeps): Admit {
  const told = new Map<string, string>();
  const tell = async (partner: Partner, actor: Actor): Promise<void> => {
    const { clientId, softwareVersion = '', standing } = partner;
    const what = `${clock().toISOString().slice(0, 10)} ${standing} ${softwareVersion}`;
    if (told.get(clientId) === what) return;
    told.set(clientId, what);
    const about = `product version ${softwareVersion || 'not registered'} of ${clientId}`;
    const event = { action: 'certification-lacking', outcome: 'success', actor, origin, about } as const;
    await journal({ ...event, why: `product-${standing}` }).catch((error: unknown) => {
      told.delete(clientId);
      throw error;
    });
  };
  return async partner => {
    if (partner === undefined || partner.state === 'suspended') return undefined;
    const actor = toActor(partner, { kind: 'client-assertion', id: partner.clientId });
    if (partner.state === 'unattested')
      throw new NotAdmitted(actor, `product-${partner.standing}`, unattestedText(partner));
    if (isUnattested(partner)) await tell(partner, actor);
    return actor;
  };
}
