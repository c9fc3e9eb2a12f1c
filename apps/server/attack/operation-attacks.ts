import type { Asked, Attack } from './answer.ts';
import type { Claimed } from './claims.ts';
import { followed } from './followed.ts';
import type { Known } from './population.ts';

const base = '/fhir/R4';

const parameters = (...parameter: object[]): object => ({ resourceType: 'Parameters', parameter });

/** How each operation is asked of a usager, or of what is hidden; empty: it says nothing of any record. */
const operations: Readonly<Record<string, (usager: string, known: Known) => (Asked & { writes?: true })[]>> =
  {
    everything: (usager, { resource: { resourceType: type, id } }) => [
      { method: 'GET', url: `${base}/Patient/${usager}/$everything` },
      { method: 'GET', url: `${base}/Patient/${usager}/$everything?_count=2` },
      { method: 'POST', url: `${base}/Patient/${usager}/$everything`, body: parameters() },
      ...(type === 'Encounter'
        ? [{ method: 'GET', url: `${base}/Encounter/${id}/$everything` } as const]
        : []),
    ],
    summary: usager => [{ method: 'GET', url: `${base}/Patient/${usager}/$summary` }],
    lastn: usager => [
      { method: 'GET', url: `${base}/Observation/$lastn?patient=${usager}&category=laboratory` },
      { method: 'GET', url: `${base}/Observation/$lastn?patient=${usager}&category=laboratory&max=3` },
    ],
    match: (_, known) => [
      {
        ...{ method: 'POST', url: `${base}/Patient/$match` },
        body: parameters({
          name: 'resource',
          resource: {
            resourceType: 'Patient',
            name: [{ family: 'Tremblay1' }],
            identifier: known.resource.identifier,
          },
        }),
      },
    ],
    meta: (_, { resource: { resourceType: type, id } }) => [
      { method: 'GET', url: `${base}/${type}/${id}/$meta` },
      { method: 'POST', url: `${base}/${type}/${id}/$meta`, body: parameters() },
    ],
    validate: (_, { resource }) => [
      {
        ...{ method: 'POST', url: `${base}/${resource.resourceType}/${resource.id}/$validate` },
        body: parameters({ name: 'resource', resource }, { name: 'mode', valueCode: 'update' }),
      },
      {
        ...{ method: 'POST', url: `${base}/${resource.resourceType}/${resource.id}/$validate` },
        body: parameters({ name: 'mode', valueCode: 'delete' }),
      },
    ],
    // Written by `writeAttacks`, exported by `export.test.ts`, told by `subscription.test.ts`.
    ...{ 'meta-add': () => [], 'meta-delete': () => [], export: () => [] },
    ...{ status: () => [], events: () => [], topics: () => [], 'get-ws-binding-token': () => [] },
    // Of terminology, which is nobody's record.
    ...{
      lookup: () => [],
      'validate-code': () => [],
      subsumes: () => [],
      translate: () => [],
      expand: () => [],
    },
  };

/** Operations that are claimed and that nobody here knows how to attack: a sentence for each. */
export function unknownOperations(claimed: Claimed): string[] {
  const names = new Set([
    ...claimed.operations,
    ...[...claimed.types.values()].flatMap(({ operation = [] }) => operation.map(({ name }) => name)),
  ]);
  return [...names]
    .filter(name => !(name in operations))
    .map(
      name =>
        `$${name} is not attacked: say in apps/server/attack/operation-attacks.ts how it is asked of a usager or of something hidden.`,
    );
}

/** Every operation that is claimed, asked of those whom something hidden is about. */
export function operationAttacks(claimed: Claimed, hidden: readonly Known[]): Attack[] {
  const there = new Set(
    [...claimed.types.values()].flatMap(({ operation = [] }) => operation.map(({ name }) => name)),
  );
  return hidden.flatMap(known =>
    [...there].flatMap(name =>
      (known.concerns.length > 0 ? known.concerns : ['shut']).flatMap(usager =>
        (operations[name]?.(usager, known) ?? []).map(
          (asked): Attack => ({
            door: `${asked.method} /fhir/R4/:type/${asked.url.split('/').length > 5 ? ':id/' : ''}:operation`,
            what: `$${name}: ${asked.method} ${asked.url}`,
            run: followed(asked),
          }),
        ),
      ),
    ),
  );
}
