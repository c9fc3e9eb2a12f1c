import {
  type Access,
  type Operation,
  type OperationCall,
  operationDenied,
  operationProblem,
} from '@continuum/record-gate';
import { parseJson, type Resource } from '@continuum/standards-fhir';
import { decide } from '@continuum/trust-access';
import { summaryDocument } from './document.ts';
import type { Identified } from './relevant.ts';
import { companions, type SectionDefinition, sections } from './section.data.ts';

const types = [...new Set([...sections.flatMap(section => section.types), ...companions])];

const nobody = () => operationProblem(404, 'not-found', 'There is no such usager here.');

/** The one usager of an identifier; several are nobody to choose from. */
async function usagerOf({ id, input, access }: OperationCall): Promise<string> {
  if (id !== undefined) return id;
  const identifier = input.value<string>('identifier');
  if (identifier === undefined)
    throw operationProblem(400, 'required', 'Give identifier, or ask one Patient by its address.');
  const outcome = await access.search('Patient', [['identifier', identifier]]);
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
  const found = outcome.outcome === 'found' ? outcome.entries : [];
  if (found.length !== 1) throw nobody();
  return found[0]!.id;
}

/** All that the reader may see of it: page after page of one question. */
async function gather(access: Access, id: string): Promise<Identified[]> {
  const all: Identified[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await access.everything({ type: 'Patient', id, types, count: 1000, cursor });
    if (page.outcome === 'denied') throw operationDenied(page);
    if (page.outcome === 'not-found') throw nobody();
    all.push(...page.entries.map(({ body }) => parseJson(body) as Identified));
    cursor = page.next;
  }
  return all;
}

/**
 * Whether something of a section may be missing. A refusal, a restriction that holds, and a profile's limits
 * are not told apart.
 */
async function withheldFrom(access: Access, id: string): Promise<(section: SectionDefinition) => boolean> {
  const { actor, purpose, matrix } = access;
  const hidden = (await access.refused(id)) || (await access.restrictionHolds(id));
  return ({ domain }) => hidden || !decide(matrix, actor, purpose, 'read', [domain], id).permit;
}

/**
 * The document of one usager, as the reader may see it.
 * @throws OperationProblem the reader may not see who it is
 */
export async function summaryOf(access: Access, id: string, baseUrl: string, now: Date): Promise<Resource> {
  const all = await gather(access, id);
  const patient = all.find(({ resourceType, id: own }) => resourceType === 'Patient' && own === id);
  if (!patient) throw nobody();
  const mayBeWithheld = await withheldFrom(access, id);
  return summaryDocument({ patient, all, mayBeWithheld, baseUrl, now });
}

/** IPS `$summary`: the document of one usager, as the caller may see it. */
export const summary = (clock: () => Date = () => new Date()): Operation => ({
  name: 'summary',
  definition: 'http://hl7.org/fhir/uv/ips/OperationDefinition/summary',
  levels: ['type', 'instance'],
  types: ['Patient'],
  affectsState: false,
  parameters: [
    { name: 'identifier', min: 0, max: 1, type: 'string' },
    { name: 'profile', min: 0, max: 1, type: 'canonical' },
  ],
  scopes: [{ type: '*', action: 's' }],
  async handler(call) {
    const id = await usagerOf(call);
    return { resource: await summaryOf(call.access, id, call.baseUrl, clock()) };
  },
});
