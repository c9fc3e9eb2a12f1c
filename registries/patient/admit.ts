import type { Resource } from '@continuum/standards-fhir';
import { validNamsOf } from './described.ts';
import { type Identification, identify, type Register } from './identify.ts';

/** `register`: write the Patient as it came. `exact`: it is that usager already. `waiting`: a person looks. */
export type Admission = { outcome: 'register' } | Identification;

/**
 * What becomes of the Patient of a registering source. Without a NAM, or with one that nobody else holds, it is
 * registered (or updated, under its own id). With the NAM of a registered usager it is that usager when the exact
 * rule says so, and waits otherwise: the register never holds one NAM twice. Its NAMs are valid already.
 */
export async function admit(
  patient: Resource,
  id: string | undefined,
  register: Register,
): Promise<Admission> {
  if (validNamsOf(patient).length === 0) return { outcome: 'register' };
  const others: Register = {
    ...register,
    holders: async nam => (await register.holders(nam)).filter(holder => holder.id !== id),
  };
  const found = await identify({ patient }, others);
  const own = found.outcome === 'exact' && found.usager === id;
  return own || (found.outcome === 'waiting' && found.reason === 'nam-unknown')
    ? { outcome: 'register' }
    : found;
}
