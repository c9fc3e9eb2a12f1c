import { type Operation, type OperationCall, operationProblem } from '@continuum/record-gate';
import type { CodeableConcept, Coding, Resource } from '@continuum/standards-fhir';
import { consulted } from './consulted.ts';
import { addressOf } from './from-resource.ts';
import type { Library } from './library.ts';
import { missingInput, unknown } from './problem.ts';

interface Line {
  map: string;
  system: string;
  code: string | null;
  display: string | null;
  equivalence: string;
  comment: string | null;
}

/** Read backwards, wider is narrower (R4 ConceptMap, `$translate` with `reverse`). */
const reversed: Readonly<Record<string, string>> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};

function statement(reverse: boolean): string {
  const [from, to] = reverse ? ['target', 'source'] : ['source', 'target'];
  return `SELECT m.map, m.${to}_system AS system, m.${to}_code AS code, m.equivalence, m.comment,
      coalesce(${reverse ? 'NULL' : 'm.target_display'}, c.display) AS display
    FROM service.term_mapping m
    JOIN service.term_resource r ON r.type = 'ConceptMap' AND r.url = m.map
    LEFT JOIN service.term_system s ON s.url = m.${to}_system
    LEFT JOIN service.term_concept c ON c.system = s.id AND c.code = m.${to}_code
    WHERE m.${from}_code = $1 AND ($2::text IS NULL OR m.${from}_system = $2) AND ($3::text IS NULL OR m.map = $3)
      AND ($4::text IS NULL OR m.${to}_system = $4)
      AND ($5::text IS NULL OR coalesce(r.resource->>'${from}Canonical', r.resource->>'${from}Uri') = $5)
      AND ($6::text IS NULL OR coalesce(r.resource->>'${to}Canonical', r.resource->>'${to}Uri') = $6)
    ORDER BY m.map, m.place`;
}

const toMatch =
  (reverse: boolean) =>
  ({ map, system, code, display, equivalence, comment }: Line) => ({
    name: 'match',
    part: [
      { name: 'equivalence', valueCode: reverse ? (reversed[equivalence] ?? equivalence) : equivalence },
      ...(code === null
        ? []
        : [{ name: 'concept', valueCoding: { system, code, ...(display === null ? {} : { display }) } }]),
      ...(comment === null ? [] : [{ name: 'message', valueString: comment }]),
      { name: 'source', valueUri: map },
    ],
  });

const none = new Set(['unmatched', 'disjoint']);

function codingsOf({ input }: OperationCall): Coding[] {
  const code = input.value<string>('code');
  const system = input.value<string>('system');
  if (code !== undefined) return [{ code, ...(system === undefined ? {} : { system }) }];
  const coding = input.value<Coding>('coding');
  const given = coding ? [coding] : (input.value<CodeableConcept>('codeableConcept')?.coding ?? []);
  if (given.length === 0) throw missingInput('Give code and system, coding or codeableConcept.');
  return given;
}

async function mapAsked(library: Library, call: OperationCall): Promise<string | undefined> {
  if (call.level === 'instance') {
    const read = await call.access.read('ConceptMap', call.id!);
    const stored = read.outcome === 'found' ? (JSON.parse(read.stored.body) as Resource) : undefined;
    const address = stored && addressOf(stored);
    if (!address) throw operationProblem(404, 'not-found', `There is no ConceptMap/${call.id} here.`);
    await library.conceptMap(address);
    return address;
  }
  const url = call.input.value<string>('url');
  if (url !== undefined && !(await library.conceptMap(url))) throw unknown('ConceptMap', url);
  return url?.split('|', 1)[0];
}

/** R4 ConceptMap `$translate`, from a map that is named or from all that are here. */
export const translate = (library: Library): Operation => ({
  name: 'translate',
  definition: 'http://hl7.org/fhir/OperationDefinition/ConceptMap-translate',
  levels: ['type', 'instance'],
  types: ['ConceptMap'],
  affectsState: false,
  parameters: [
    { name: 'url', min: 0, max: 1, type: 'uri' },
    { name: 'code', min: 0, max: 1, type: 'code' },
    { name: 'system', min: 0, max: 1, type: 'uri' },
    { name: 'source', min: 0, max: 1, type: 'uri' },
    { name: 'coding', min: 0, max: 1, type: 'Coding' },
    { name: 'codeableConcept', min: 0, max: 1, type: 'CodeableConcept' },
    { name: 'target', min: 0, max: 1, type: 'uri' },
    { name: 'targetsystem', min: 0, max: 1, type: 'uri' },
    { name: 'reverse', min: 0, max: 1, type: 'boolean' },
  ],
  scopes: [{ action: 'r' }],
  async handler(call) {
    const { input } = call;
    await consulted(call, 'translate', 'ConceptMap', input.value<string>('url'));
    const codings = codingsOf(call);
    const map = await mapAsked(library, call);
    const reverse = input.value<boolean>('reverse') ?? false;
    const lines: Line[] = [];
    for (const { system, code } of codings) {
      const more = ['targetsystem', 'source', 'target'].map(name => input.value<string>(name) ?? null);
      lines.push(
        ...(await library.query<Line>(statement(reverse), [code, system ?? null, map ?? null, ...more])),
      );
    }
    const result = lines.some(({ equivalence }) => !none.has(equivalence));
    const message = result ? [] : [{ name: 'message', valueString: 'No map that is here translates it.' }];
    const parameter = [{ name: 'result', valueBoolean: result }, ...message, ...lines.map(toMatch(reverse))];
    return { resource: { resourceType: 'Parameters', parameter } };
  },
});
