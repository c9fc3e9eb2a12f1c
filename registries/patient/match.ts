import {
  type Access,
  type Operation,
  type OperationCall,
  operationDenied,
  operationProblem,
} from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { byNamParameters, searchText } from './candidates.ts';
import { describePatient, namesOf, validNamsOf } from './described.ts';
import { survivor } from './identify.ts';
import { type MatchGrade, type Score, score } from './score.ts';

type Parameters = [string, string][];

const usual = 10;
const most = 50;

const exchanged = (date: string): string => date.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1-$3-$2');
const isDay = (date: string): boolean => date.length === 10 && !Number.isNaN(Date.parse(date));

/** Where someone alike may be found: each search is narrow, so that none reads the register. */
function blocks(claim: Resource): Parameters[] {
  const { birthDate = '' } = describePatient(claim);
  const days = [...new Set([birthDate, exchanged(birthDate)])].filter(isDay);
  const names = namesOf(claim);
  const families = [...new Set(names.flatMap(({ family }) => (family ? [family] : [])))];
  const givens = [...new Set(names.flatMap(({ given = [] }) => given.slice(0, 1)))];
  const born = (day: string): [string, string] => ['birthdate', day];
  return [
    ...validNamsOf(claim).map(byNamParameters),
    ...days.flatMap(day => families.map((name): Parameters => [['family', searchText(name)], born(day)])),
    ...days.flatMap(day => givens.map((name): Parameters => [['given', searchText(name)], born(day)])),
    ...families.flatMap(family =>
      givens.map(
        (given): Parameters => [
          ['family', searchText(family)],
          ['given', searchText(given)],
        ],
      ),
    ),
  ];
}

interface Scored extends Score {
  patient: Resource & { id: string };
}

const patients = async (access: Access, parameters: Parameters): Promise<Resource[]> => {
  const outcome = await access.lookup('Patient', parameters);
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
  return outcome.outcome === 'found' ? outcome.entries.map(({ body }) => JSON.parse(body) as Resource) : [];
};

/** Those who may be the person, closest first. What is found here stays in the process. */
async function scored(access: Access, claim: Resource): Promise<Scored[]> {
  const best = new Map<string, Scored>();
  const byId = async (id: string) => (await patients(access, [['_id', id]]))[0];
  for (const block of blocks(claim))
    for (const found of await patients(access, [...block, ['_count', '100']])) {
      // A merged record speaks for the one that is kept.
      const kept = (await survivor(found, { byId })) as (Resource & { id: string }) | undefined;
      const result = score(claim, found);
      if (kept && (best.get(kept.id)?.probability ?? -1) < result.probability)
        best.set(kept.id, { ...result, patient: kept });
    }
  const order = (a: Scored, b: Scored) =>
    b.probability - a.probability || (a.patient.id < b.patient.id ? -1 : 1);
  return [...best.values()].filter(({ grade }) => grade !== 'certainly-not').sort(order);
}

const gradeExtension = 'http://hl7.org/fhir/StructureDefinition/match-grade';

const searchOf = (grade: MatchGrade, probability: number) => ({
  extension: [{ url: gradeExtension, valueCode: grade }],
  mode: 'match',
  score: Number(probability.toFixed(4)),
});

/** A certain match is one that no other rivals (R4 `$match`: else nothing is returned). */
const certainOnly = (all: readonly Scored[]): Scored[] => {
  const certain = all.filter(({ grade }) => grade === 'certain');
  return certain.length === 1 ? certain : [];
};

/** What is disclosed is read as a search by that actor, and journalled as one. */
async function disclosed(access: Access, shown: readonly Scored[]): Promise<Map<string, string>> {
  if (shown.length === 0) return new Map();
  const ids = shown.map(({ patient }) => patient.id).join(',');
  const outcome = await access.search('Patient', [
    ['_id', ids],
    ['_count', String(most)],
  ]);
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
  return new Map(outcome.outcome === 'found' ? outcome.entries.map(({ id, body }) => [id, body]) : []);
}

function claimOf({ input }: OperationCall): Resource {
  const claim = input.value<Resource>('resource')!;
  if (claim.resourceType !== 'Patient')
    throw operationProblem(400, 'value', `resource is a ${claim.resourceType}; give a Patient.`);
  if (blocks(claim).length === 0)
    throw operationProblem(
      422,
      'required',
      'Give a NAM, or a family name or a given name with a birth date.',
    );
  return claim;
}

const text = (claim: Resource): string => {
  const given = ['identifier', 'name', 'birthDate', 'gender', 'address', 'telecom'].filter(
    name => name in claim,
  );
  return `Patient/$match by ${given.join(', ')}`;
};

/**
 * R4 Patient `$match`: who of the register may be the person described, each with the probability and a grade.
 * Searched through the caller's own access: whom a search would not show is not here.
 */
export const match: Operation = {
  name: 'match',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match',
  levels: ['type'],
  types: ['Patient'],
  affectsState: false,
  parameters: [
    { name: 'resource', min: 1, max: 1, type: 'Resource' },
    { name: 'onlyCertainMatches', min: 0, max: 1, type: 'boolean' },
    { name: 'count', min: 0, max: 1, type: 'positiveInt' },
  ],
  scopes: [{ type: 'Patient', action: 's' }],
  async handler(call) {
    const { access, input, baseUrl } = call;
    const claim = claimOf(call);
    const question = { interaction: 'match', type: 'Patient', text: text(claim) };
    const consulted = await access.consult({ ...question, domains: ['identity'] });
    if (consulted.outcome === 'denied') throw operationDenied(consulted);
    const all = await scored(access, claim);
    const wanted = input.value<boolean>('onlyCertainMatches') ? certainOnly(all) : all;
    const shown = wanted.slice(0, Math.min(input.value<number>('count') ?? usual, most));
    const bodies = await disclosed(access, shown);
    const entries = shown
      .filter(({ patient }) => bodies.has(patient.id))
      .map(({ patient: { id }, grade, probability }) => {
        const [fullUrl, search] = [`${baseUrl}/Patient/${id}`, searchOf(grade, probability)].map(part =>
          JSON.stringify(part),
        );
        return `{"fullUrl":${fullUrl},"resource":${bodies.get(id)},"search":${search}}`;
      });
    const list = entries.length > 0 ? `,"entry":[${entries.join(',')}]` : '';
    return { body: `{"resourceType":"Bundle","type":"searchset","total":${entries.length}${list}}` };
  },
};
