import type { Asked, Attack } from './answer.ts';
import type { Identified, Known } from './population.ts';

const base = '/fhir/R4';
const patchJson = { 'content-type': 'application/json-patch+json' };

/** About somebody who refuses nothing, so that only what is guessed is hidden. */
function aboutOpen({ resource }: Known, more: object = {}): object {
  const { id: _id, focus: _focus, encounter: _encounter, result: _result, ...rest } = resource;
  const whose = resource.patient
    ? { patient: { reference: 'Patient/open' } }
    : { subject: { reference: 'Patient/open' } };
  return { ...rest, ...whose, ...more };
}

const markOf = ({ id }: Identified): string => `identifier=urn:attack%7Cmark-${id}`;

const bundle = (type: 'batch' | 'transaction', ...entry: object[]): object => ({
  ...{ resourceType: 'Bundle', type, entry },
});

/** An attack of one request, after which the record is looked at once more. */
function writing(door: string, what: string, asked: Asked): Attack {
  return { door, what: `${what}: ${asked.method} ${asked.url}`, writes: true, run: ask => ask(asked) };
}

/** Entries of a batch or a transaction that name what is hidden. */
function entries({ resource }: Known, guess: object): [string, object[]][] {
  const { resourceType: type, id } = resource;
  return [
    ['reads it', [{ request: { method: 'GET', url: `${type}/${id}` } }]],
    ['counts it', [{ request: { method: 'GET', url: `${type}?_id=${id}&_summary=count` } }]],
    ['deletes it', [{ request: { method: 'DELETE', url: `${type}/${id}` } }]],
    [
      'creates what is there',
      [{ request: { method: 'POST', url: type, ifNoneExist: markOf(resource) }, resource: guess }],
    ],
    [
      'updates it on a condition',
      [{ request: { method: 'PUT', url: `${type}?${markOf(resource)}` }, resource: guess }],
    ],
    [
      'refers to it by a condition',
      [
        {
          request: { method: 'POST', url: 'List' },
          resource: {
            ...{
              resourceType: 'List',
              status: 'current',
              mode: 'working',
              subject: { reference: 'Patient/open' },
            },
            entry: [{ item: { reference: `${type}?${markOf(resource)}` } }],
          },
        },
      ],
    ],
    [
      'refers to it by its name',
      [
        {
          request: { method: 'POST', url: 'List' },
          resource: {
            ...{
              resourceType: 'List',
              status: 'current',
              mode: 'working',
              subject: { reference: 'Patient/open' },
            },
            entry: [{ item: { reference: `${type}/${id}` } }],
          },
        },
      ],
    ],
  ];
}

/**
 * Every way to write at something hidden, or on the condition that it is there. Left out, and told in
 * `record/gate/README.md`: an update without a version at an id that was guessed.
 */
export function writeAttacks(known: Known): Attack[] {
  const { resource } = known;
  const { resourceType: type, id } = resource;
  const guess = aboutOpen(known);
  const at = `${base}/${type}/${id}`;
  const onCondition = `${base}/${type}?${markOf(resource)}`;
  const put = (headers: Record<string, string>): Asked => ({
    ...{ method: 'PUT', url: at, body: { ...guess, id }, headers },
  });
  const meta = {
    resourceType: 'Parameters',
    parameter: [{ name: 'meta', valueMeta: { tag: [{ code: 'x' }] } }],
  };
  const tests = [
    [{ op: 'test', path: '/resourceType', value: type }],
    [{ op: 'test', path: '/subject/reference', value: 'Patient/nobody' }],
    [{ op: 'replace', path: '/id', value: id }],
  ];
  const patient = { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: guess }] };
  return [
    writing('POST /fhir/R4/:type', 'a create, if there is none', {
      ...{
        method: 'POST',
        url: `${base}/${type}`,
        body: guess,
        headers: { 'if-none-exist': markOf(resource) },
      },
    }),
    writing('PUT /fhir/R4/:type', 'an update on a condition', {
      method: 'PUT',
      url: onCondition,
      body: guess,
    }),
    writing('PATCH /fhir/R4/:type', 'a patch on a condition', {
      ...{ method: 'PATCH', url: onCondition, body: tests[0], headers: patchJson },
    }),
    writing('DELETE /fhir/R4/:type', 'a deletion on a condition', { method: 'DELETE', url: onCondition }),
    writing('PUT /fhir/R4/:type/:id', 'an update at its version', put({ 'if-match': 'W/"1"' })),
    writing('PUT /fhir/R4/:type/:id', 'an update at another version', put({ 'if-match': 'W/"9"' })),
    ...tests.map(body =>
      writing('PATCH /fhir/R4/:type/:id', `a patch that tests ${body[0]!.path}`, {
        ...{ method: 'PATCH', url: at, body, headers: patchJson },
      }),
    ),
    writing('PATCH /fhir/R4/:type/:id', 'a patch at its version', {
      ...{ method: 'PATCH', url: at, body: tests[0], headers: { ...patchJson, 'if-match': 'W/"1"' } },
    }),
    writing('PATCH /fhir/R4/:type/:id', 'a FHIRPath patch', {
      ...{ method: 'PATCH', url: at, body: { resourceType: 'Parameters', parameter: [] } },
    }),
    writing('DELETE /fhir/R4/:type/:id', 'a deletion', { method: 'DELETE', url: at }),
    writing('DELETE /fhir/R4/:type/:id', 'a deletion at its version', {
      ...{ method: 'DELETE', url: at, headers: { 'if-match': 'W/"1"' } },
    }),
    writing('POST /fhir/R4/:type/:id/:operation', 'labels', {
      method: 'POST',
      url: `${at}/$meta-add`,
      body: meta,
    }),
    writing('POST /fhir/R4/:type/:id/:operation', 'labels', {
      method: 'POST',
      url: `${at}/$meta-delete`,
      body: meta,
    }),
    writing('POST /fhir/R4/:type/:id/:operation', 'a validation', {
      method: 'POST',
      url: `${at}/$validate`,
      body: patient,
    }),
    ...(['batch', 'transaction'] as const).flatMap(kind =>
      entries(known, guess).map(([what, entry]) =>
        writing('POST /fhir/R4', `a ${kind} that ${what}`, {
          method: 'POST',
          url: base,
          body: bundle(kind, ...entry),
        }),
      ),
    ),
  ];
}
