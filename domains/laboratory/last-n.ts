import { type Operation, OperationProblem, operationDenied, operationProblem } from '@continuum/record-gate';

/** What pages, sorts or widens an answer has no meaning here. */
const result = /^(_count|_sort|_total|_summary|_elements|_cursor|_include|_revinclude|_has)\b/;

function checkSearch(search: readonly [string, string][]): void {
  const extra = search.find(([name]) => result.test(name));
  if (extra)
    throw operationProblem(400, 'not-supported', `${extra[0]} is not taken by $lastn; leave it out.`);
  if (!search.some(([name]) => /^(patient|subject)(:Patient)?$/.test(name)))
    throw operationProblem(400, 'required', 'Give patient or subject: the newest results are one person’s.');
}

/**
 * R4 Observation `$lastn`: the newest of each test, `max` of each, among what the search finds (`category`, `code` and
 * any other parameter of Observation's search).
 */
export const lastN: Operation = {
  name: 'lastn',
  definition: 'http://hl7.org/fhir/OperationDefinition/Observation-lastn',
  levels: ['type'],
  types: ['Observation'],
  affectsState: false,
  parameters: [{ name: 'max', min: 0, max: 1, type: 'positiveInt' }],
  takesSearch: true,
  scopes: [{ action: 's' }],
  async handler({ access, input, search, baseUrl }) {
    checkSearch(search);
    const newestPerCode = input.value<number>('max') ?? 1;
    const outcome = await access.search('Observation', search, { handling: 'strict', newestPerCode });
    if (outcome.outcome === 'denied') throw operationDenied(outcome);
    if (outcome.outcome === 'invalid') throw new OperationProblem(400, outcome.issues);
    const { entries, issues } = outcome;
    if (issues.length > 0) throw new OperationProblem(422, issues);
    const each = entries.map(
      ({ id, body }) =>
        `{"fullUrl":${JSON.stringify(`${baseUrl}/Observation/${id}`)},"resource":${body},"search":{"mode":"match"}}`,
    );
    const list = each.length > 0 ? `,"entry":[${each.join(',')}]` : '';
    return { body: `{"resourceType":"Bundle","type":"searchset","total":${each.length}${list}}` };
  },
};
