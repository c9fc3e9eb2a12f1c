import type { Pool } from '@continuum/record-database';
import type { Access, Origin } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, type Purpose, platformActor } from '@continuum/trust-access';
import { type Admission, admit } from './admit.ts';
import { byNamParameters } from './candidates.ts';
import { type Claim, type Identification, identify, type Register, survivor } from './identify.ts';

export interface PatientsDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
  /** The service pool: registrations of one NAM take turns, whichever process they reach. */
  service: Pick<Pool, 'transaction'>;
}

/** The register of usagers as intake uses it; nothing it finds leaves the process. */
export interface Patients {
  identify(claim: Claim, origin: Origin): Promise<Identification>;
  /** May a registering source write this Patient, under that id when it chose one? */
  admit(patient: Resource, id: string | undefined, origin: Origin): Promise<Admission>;
  /** The record in use that a literal `Patient/<id>` leads to, following merges; undefined when there is none. */
  resolve(id: string, origin: Origin): Promise<string | undefined>;
  /**
   * Runs `work` while nobody else works under any of these keys (`nam:…`): between "nobody holds it" and the
   * write, nobody comes to hold it.
   */
  exclusively<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
}

function registerThrough(access: Access): Register {
  const search = async (parameters: [string, string][]): Promise<Resource[]> => {
    const outcome = await access.lookup('Patient', parameters);
    if (outcome.outcome !== 'found')
      throw new Error(`The register of usagers cannot be searched: ${outcome.outcome}.`);
    return outcome.entries.map(({ body }) => JSON.parse(body) as Resource);
  };
  return {
    holders: nam => search(byNamParameters(nam)),
    async byId(id) {
      const outcome = await access.peek('Patient', id);
      return outcome.outcome === 'found' ? (JSON.parse(outcome.stored.body) as Resource) : undefined;
    },
  };
}

/**
 * Turns are taken in one order, so that two bundles with the same people never wait for each other; in a bounded
 * number of lanes, so that the largest bundle fits in PostgreSQL's table of locks.
 */
const turns = `SELECT pg_advisory_xact_lock(1, lane)
  FROM (SELECT DISTINCT (hashtextextended(key, 1) & 255)::int AS lane FROM unnest($1::text[]) AS key ORDER BY lane) AS lanes`;

/** Opens the register of usagers. Look-ups are the platform's own, for identification (HOPERAT). */
export function createPatients({ gate, service }: PatientsDeps): Patients {
  const registerFor = (origin: Origin) =>
    registerThrough(gate.open(platformActor, { of: 'HOPERAT' }, origin));
  return {
    identify: (claim, origin) => identify(claim, registerFor(origin)),
    admit: (patient, id, origin) => admit(patient, id, registerFor(origin)),
    async resolve(id, origin) {
      const register = registerFor(origin);
      const patient = await register.byId(id);
      return patient && (await survivor(patient, register))?.id;
    },
    async exclusively(keys, work) {
      if (keys.length === 0) return work();
      return service.transaction(async tx => {
        await tx.query(turns, [keys]);
        return work();
      });
    },
  };
}
