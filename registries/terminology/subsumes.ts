import { type Operation, operationProblem } from '@continuum/record-gate';
import type { Coding } from '@continuum/standards-fhir';
import { consulted } from './consulted.ts';
import type { Library } from './library.ts';
import { missingInput, unknown } from './problem.ts';

const text = `SELECT
  (SELECT count(*)::int FROM service.term_concept WHERE system = $1 AND code IN ($2, $3)) AS known,
  EXISTS (SELECT FROM service.term_closure WHERE system = $1 AND ancestor = $2 AND descendant = $3) AS down,
  EXISTS (SELECT FROM service.term_closure WHERE system = $1 AND ancestor = $3 AND descendant = $2) AS up`;

type Outcome = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed';

const outcomeOf = (same: boolean, down: boolean, up: boolean): Outcome => {
  if (same) return 'equivalent';
  if (down) return 'subsumes';
  return up ? 'subsumed-by' : 'not-subsumed';
};

/** R4 CodeSystem `$subsumes`: how A stands to B. */
export const subsumes = (library: Library): Operation => ({
  name: 'subsumes',
  definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-subsumes',
  levels: ['type'],
  types: ['CodeSystem'],
  affectsState: false,
  parameters: [
    { name: 'codeA', min: 0, max: 1, type: 'code' },
    { name: 'codeB', min: 0, max: 1, type: 'code' },
    { name: 'system', min: 0, max: 1, type: 'uri' },
    { name: 'version', min: 0, max: 1, type: 'string' },
    { name: 'codingA', min: 0, max: 1, type: 'Coding' },
    { name: 'codingB', min: 0, max: 1, type: 'Coding' },
  ],
  scopes: [{ action: 'r' }],
  async handler(call) {
    const { input } = call;
    const [a, b] = ['A', 'B'].map(side => input.value<Coding>(`coding${side}`)) as [Coding?, Coding?];
    const [codeA, codeB] = [input.value<string>('codeA') ?? a?.code, input.value<string>('codeB') ?? b?.code];
    const url = input.value<string>('system') ?? a?.system ?? b?.system;
    if (codeA === undefined || codeB === undefined || url === undefined)
      throw missingInput('Give system, codeA and codeB, or two codings.');
    if ([a, b].some(coding => coding?.system !== undefined && coding.system !== url))
      throw operationProblem(400, 'value', 'Both codes must be of one code system.');
    await consulted(call, 'subsumes', 'CodeSystem', url);
    const version = input.value<string>('version');
    const system = await library.system(version ? `${url}|${version}` : url);
    if (!system) throw unknown('CodeSystem', url);
    const [row] = await library.query<{ known: number; down: boolean; up: boolean }>(text, [
      system.id,
      codeA,
      codeB,
    ]);
    if (row!.known < (codeA === codeB ? 1 : 2))
      throw operationProblem(
        404,
        'not-found',
        `${codeA} or ${codeB} is not in what is here of ${system.name}.`,
      );
    const outcome = outcomeOf(codeA === codeB, row!.down, row!.up);
    return { resource: { resourceType: 'Parameters', parameter: [{ name: 'outcome', valueCode: outcome }] } };
  },
});
