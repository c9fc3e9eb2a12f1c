import type { Access, Denied } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { namSystem } from '@continuum/standards-nam';
import { type Comparison, compare } from './compare.ts';
import { namesOf, validNamsOf } from './described.ts';
import { displayUsager, type UsagerDisplay } from './display.ts';

/** A registered usager whom a claim may be about: for a person to judge. */
export interface Candidate extends Comparison {
  usager: UsagerDisplay;
}

/** Escapes what FHIR search gives a meaning to (R4 3.1.1.4.0.1). */
export function searchText(text: string): string {
  return text.replace(/[\\,|$]/g, character => `\\${character}`);
}

/** A search of the register by NAM, under the system it is stored with. */
export function byNamParameters(nam: string): [string, string][] {
  return [['identifier', `${namSystem}|${nam}`]];
}

const whole = (date: unknown): date is string => typeof date === 'string' && date.length === 10;

function searches(claim: Resource): [string, string][][] {
  const byNam = validNamsOf(claim).map(byNamParameters);
  const families = new Set(namesOf(claim).flatMap(({ family }) => (family ? [family] : [])));
  const birth = claim.birthDate;
  const byName = whole(birth)
    ? [...families].map((family): [string, string][] => [
        ['family', searchText(family)],
        ['birthdate', birth],
      ])
    : [];
  return [...byNam, ...byName];
}

const closeness = ({ agrees, differs }: Comparison): number => agrees.length - differs.length;

/**
 * The usagers whom a claim may be about, closest first, with what agrees and what differs. Searched by NAM,
 * and by family name with birth date, through the reader's own access: it is disclosed, so it is journalled.
 */
export async function candidates(claim: Resource, access: Access): Promise<Candidate[] | Denied> {
  const found = new Map<string, Candidate>();
  for (const parameters of searches(claim)) {
    const outcome = await access.search('Patient', [...parameters, ['_count', '10']]);
    if (outcome.outcome === 'denied') return outcome;
    for (const { body, id } of outcome.outcome === 'found' ? outcome.entries : []) {
      const patient = JSON.parse(body) as Resource;
      found.set(id, { usager: displayUsager(patient), ...compare(claim, patient) });
    }
  }
  return [...found.values()].sort((a, b) => closeness(b) - closeness(a));
}
