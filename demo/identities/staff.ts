import type { DemonstrationKeys } from '@continuum/registries-credential';
import { type DemoPractitioner, displayName } from '../territory/practitioner.ts';
import type { Territory } from '../territory/territory.ts';
import { hints, plainHint } from './hints.data.ts';
import { type DemoIdentity, demoPin } from './identity.ts';

const clinical = new Set(['physician', 'radiologist', 'pharmacist', 'nurse']);

/** Gives each member of the staff a software key, whose PIN is in the list of identities. */
export async function enrolStaff(keys: DemonstrationKeys, { practitioners }: Territory): Promise<void> {
  const enrol = async (practitioner: DemoPractitioner) => {
    const { userName, id } = practitioner;
    const person = { holder: `Practitioner/${id}`, name: displayName(practitioner), pin: demoPin };
    return userName && keys.enrol({ userName, ...person });
  };
  // At once: checking PINs is slow by design.
  await Promise.all(practitioners.map(enrol));
}

/** The staff of the cast, as `/demo` lists them. */
export const staffIdentities = ({ practitioners }: Territory): DemoIdentity[] =>
  practitioners
    .filter(({ userName }) => userName !== undefined)
    .map(practitioner => ({
      userName: practitioner.userName!,
      name: displayName(practitioner),
      role: practitioner.profile,
      kind: 'practitioner',
      app: clinical.has(practitioner.profile) ? '/visualiseur' : '/console',
      pin: demoPin,
      hint: (hints[practitioner.userName!] ?? plainHint).fr,
    }));
