import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Issue } from '../issue.ts';
import { exampleErrata } from '../testing/example-errata.ts';
import { fixture, officialExamples, ownFixtures } from '../testing/inputs.ts';
import { mutantsOf } from '../testing/mutants.ts';
import { invariantReport } from './invariants.ts';
import { validate } from './validate.ts';

type Json = Record<string, never>;

/** The problems of a fixture after a change to it. */
function problems(name: string, change: (resource: Json) => void): Issue[] {
  const resource = fixture(name);
  change(resource as unknown as Json);
  return validate(resource);
}

/** Gives an object new content, whatever type it is thought to have. */
function set(target: unknown, values: object) {
  Object.assign(target as object, values);
}

describe('a resource that R4 allows', () => {
  test.each(ownFixtures())('%s is valid', (_, resource) => {
    expect(validate(resource)).toEqual([]);
  });

  it('may hold extensions of a primitive without its value', () => {
    const found = problems('patient-marie', resource => {
      set(resource, { birthDate: undefined });
      Reflect.deleteProperty(resource, 'birthDate');
    });
    expect(found).toEqual([]);
  });

  it('may keep a place for an extension in a list by null', () => {
    const found = problems('patient-marie', resource => {
      set(resource, {
        name: [
          {
            given: ['Marie', null],
            _given: [null, { extension: [{ url: 'urn:x', valueString: 'inconnu' }] }],
          },
        ],
      });
    });
    expect(found).toEqual([]);
  });

  it('may refer to what it contains, to a urn and to an absolute address', () => {
    for (const reference of [
      'urn:uuid:0a6f1a3e-1111-4c1a-9b1e-000000000001',
      'https://ailleurs.example/x?y=1',
    ]) {
      expect(problems('observation-glucose', resource => set(resource, { subject: { reference } }))).toEqual(
        [],
      );
    }
  });

  it('may end a period on the day that it began with a time', () => {
    expect(validate(fixture('observation-blood-pressure'))).toEqual([]);
  });
});

describe('every mistake is told with its place and its mend', () => {
  const table: [what: string, of: string, change: object, expression: string, code: string, mend: RegExp][] =
    [
      [
        'an unknown element',
        'patient-marie',
        { birthdate: '1984' },
        'Patient.birthdate',
        'structure',
        /did you mean "birthDate"/,
      ],
      [
        'a value of the wrong type',
        'patient-marie',
        { active: 'true' },
        'Patient.active',
        'value',
        /without quotes/,
      ],
      [
        'one where a list is due',
        'patient-marie',
        { name: { family: 'X' } },
        'Patient.name',
        'structure',
        /array/,
      ],
      [
        'a list where one is due',
        'patient-marie',
        { gender: ['female'] },
        'Patient.gender',
        'structure',
        /once only/,
      ],
      [
        'a code outside its set',
        'patient-marie',
        { gender: 'femal' },
        'Patient.gender',
        'code-invalid',
        /"female"/,
      ],
      [
        'a day that no calendar has',
        'patient-marie',
        { birthDate: '1984-02-30' },
        'Patient.birthDate',
        'value',
        /calendar/,
      ],
      [
        'a date in another form',
        'patient-marie',
        { birthDate: '02/05/1984' },
        'Patient.birthDate',
        'value',
        /YYYY-MM-DD/,
      ],
      [
        'a time without zone',
        'observation-glucose',
        { issued: '2024-05-02T11:05:12' },
        'Observation.issued',
        'value',
        /zone/,
      ],
      [
        'two types of a choice',
        'observation-glucose',
        { valueString: 'x' },
        'Observation.value',
        'structure',
        /Only one of/,
      ],
      [
        'an empty object',
        'patient-marie',
        { maritalStatus: {} },
        'Patient.maritalStatus',
        'structure',
        /leave it out/,
      ],
      [
        'an empty list',
        'patient-marie',
        { photo: [] },
        'Patient.photo',
        'structure',
        /leave the element out/,
      ],
      [
        'an empty string',
        'patient-marie',
        { language: '' },
        'Patient.language',
        'value',
        /leave the element out/,
      ],
      [
        'null for a value',
        'patient-marie',
        { language: null },
        'Patient.language',
        'structure',
        /leave the element out/,
      ],
      ['null in a list', 'patient-marie', { name: [null] }, 'Patient.name[0]', 'structure', /JSON object/],
      [
        'an element with an id alone',
        'patient-marie',
        { maritalStatus: { id: 'a' } },
        'Patient.maritalStatus',
        'invariant',
        /ele-1/,
      ],
      [
        'a target not allowed',
        'observation-glucose',
        { subject: { reference: 'Encounter/1' } },
        'Observation.subject',
        'value',
        /refer to Patient, Group/,
      ],
      [
        'a target not allowed, by an address',
        'observation-glucose',
        { subject: { reference: 'http://a.example/fhir/Encounter/1' } },
        'Observation.subject',
        'value',
        /refer to Patient/,
      ],
      [
        'a target not allowed, by its type',
        'observation-glucose',
        { subject: { type: 'Encounter', display: 'x' } },
        'Observation.subject',
        'value',
        /refer to Patient/,
      ],
      [
        'a type of no resource',
        'observation-glucose',
        { subject: { reference: 'Usager/1' } },
        'Observation.subject',
        'value',
        /\[type\]\/\[id\]/,
      ],
      [
        'a contained resource that is not there',
        'observation-glucose',
        { subject: { reference: '#x' } },
        'Observation.subject',
        'invariant',
        /ref-1/,
      ],
      [
        'a rule broken',
        'observation-glucose',
        { dataAbsentReason: { text: 'x' } },
        'Observation',
        'invariant',
        /obs-6/,
      ],
      [
        'a period that ends before it starts',
        'observation-blood-pressure',
        { effectivePeriod: { start: '2024-05-03', end: '2024-05-02' } },
        'Observation.effective',
        'invariant',
        /per-1/,
      ],
      [
        'a script in the narrative',
        'patient-marie',
        {
          text: {
            status: 'generated',
            div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>',
          },
        },
        'Patient.text.div',
        'invariant',
        /txt-1/,
      ],
      [
        'a control character',
        'observation-glucose',
        { valueQuantity: undefined, valueString: 'a\u0000b' },
        'Observation.value',
        'value',
        /control characters/,
      ],
      [
        'half a character',
        'patient-marie',
        { name: [{ family: 'a\ud800' }] },
        'Patient.name[0].family',
        'value',
        /Unicode/,
      ],
      ['an id too long', 'patient-marie', { id: 'x'.repeat(65) }, 'Patient.id', 'value', /1 to 64/],
      [
        'a contained resource unused',
        'patient-marie',
        { contained: [{ resourceType: 'Organization', id: 'o', name: 'O' }] },
        'Patient',
        'invariant',
        /dom-3/,
      ],
      [
        'a contained resource of no type',
        'patient-marie',
        { contained: [{ id: 'o' }] },
        'Patient.contained[0]',
        'structure',
        /resourceType/,
      ],
    ];
  test.each(table)('%s in %s', (_, of, change, expression, code, mend) => {
    const found = problems(of, resource => {
      set(resource, change);
      for (const [key, value] of Object.entries(change))
        if (value === undefined) Reflect.deleteProperty(resource, key);
    });
    expect(found).toContainEqual({
      severity: 'error',
      code,
      expression,
      diagnostics: expect.stringMatching(mend),
    });
  });

  it('a text alone where a coding is required', () => {
    const condition = {
      resourceType: 'Condition',
      subject: { reference: 'Patient/1' },
      clinicalStatus: { text: 'actif' },
    };
    expect(validate(condition)).toEqual([
      expect.objectContaining({ code: 'code-invalid', expression: 'Condition.clinicalStatus' }),
    ]);
  });

  it('a mistake deep in a bundle is told by its whole path', () => {
    const bundle = fixture('bundle-transaction') as unknown as { entry: { resource: object }[] };
    set(bundle.entry[1]!.resource, { subject: { reference: 'Basic/1' } });
    expect(validate(bundle).map(issue => issue.expression)).toEqual(['Bundle.entry[1].resource.subject']);
  });

  it('all mistakes are told in one pass', () => {
    const found = validate({
      resourceType: 'Observation',
      status: 'done',
      valueString: '',
      subject: { reference: 'Basic/1' },
    });
    expect(found.map(issue => issue.expression).sort()).toEqual([
      'Observation.code',
      'Observation.status',
      'Observation.subject',
      'Observation.value',
    ]);
  });

  it('a resource of a later release or of a vendor is refused', () => {
    for (const resourceType of [
      'SubscriptionStatus',
      'Bot',
      'Project',
      'DomainResource',
      'HumanName',
      undefined,
    ]) {
      expect(validate({ resourceType })).toHaveLength(1);
    }
    expect(validate({ resourceType: 'Binary', contentType: 'text/plain', url: 'x' })).toHaveLength(1);
    expect(validate({ resourceType: 'Patient', meta: { project: 'x' } })).toHaveLength(1);
  });
});

/** A resource with that narrative. */
function text(div: string) {
  return { resourceType: 'Patient', text: { status: 'generated', div } };
}

describe('whatever it is given, it answers', () => {
  it('any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        for (const issue of validate(value)) expect(issue.diagnostics).not.toBe('');
      }),
    );
  });

  it('any JSON in any element', () => {
    const names = ownFixtures().map(([name]) => name);
    const change = fc.record({ name: fc.constantFrom(...names), at: fc.nat(), value: fc.jsonValue() });
    fc.assert(
      fc.property(change, ({ name, at, value }) => {
        const resource = fixture(name) as Record<string, unknown>;
        const keys = Object.keys(resource).filter(key => key !== 'resourceType');
        resource[keys[at % keys.length]!] = value;
        expect(Array.isArray(validate(resource))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('what is nested without end', () => {
    let extension: object = { url: 'urn:x', valueString: 'x' };
    for (let depth = 0; depth < 20_000; depth++) extension = { url: 'urn:x', extension: [extension] };
    expect(validate({ resourceType: 'Patient', extension: [extension] })).toContainEqual(
      expect.objectContaining({ code: 'too-costly' }),
    );
  });

  it('more mistakes than a person reads', () => {
    const name = Array.from({ length: 5000 }, () => ({ family: 1 }));
    expect(validate({ resourceType: 'Patient', name }).length).toBeLessThan(600);
  });

  it('names that every object has, in every object', () => {
    for (const [, resource] of ownFixtures()) {
      const keys = Object.keys(resource);
      for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
        for (const key of keys) {
          const mutant = structuredClone(resource) as Record<string, unknown>;
          const value = mutant[key];
          const holder = Array.isArray(value) ? value[0] : value;
          if (typeof holder !== 'object') continue;
          Object.defineProperty(holder, name, { value: { a: 1 }, enumerable: true });
          const found = validate(mutant).filter(({ severity }) => severity === 'error');
          expect(found.length, `${key}.${name}`).toBeGreaterThan(0);
        }
      }
    }
  });

  const large: [what: string, resource: object][] = [
    [
      'a narrative that never ends',
      text(`<div xmlns="http://www.w3.org/1999/xhtml">${'<p '.repeat(300_000)}`),
    ],
    [
      'a narrative of spaces',
      text(`<div xmlns="http://www.w3.org/1999/xhtml"><a${' '.repeat(900_000)}x></div>`),
    ],
    [
      'a narrative of open comments',
      text(`<div xmlns="http://www.w3.org/1999/xhtml">${'<!--'.repeat(200_000)}`),
    ],
    ['a narrative of ampersands', text(`<div xmlns="http://www.w3.org/1999/xhtml">${'&a'.repeat(400_000)}`)],
    ['a code of spaces', { resourceType: 'Patient', language: `a${' '.repeat(900_000)}` }],
    ['a uri that is none', { resourceType: 'Patient', implicitRules: `${'a'.repeat(900_000)} ` }],
    [
      'a reference of slashes',
      { resourceType: 'Basic', code: { text: 'x' }, subject: { reference: '/'.repeat(900_000) } },
    ],
    [
      'an address without end',
      {
        resourceType: 'Basic',
        code: { text: 'x' },
        subject: { reference: `http://${'a/'.repeat(400_000)}` },
      },
    ],
    [
      'base64 that is none',
      { resourceType: 'Binary', contentType: 'text/plain', data: `${'AAAA'.repeat(200_000)}*` },
    ],
    ['a media type without end', { resourceType: 'Binary', contentType: `text/${'a;'.repeat(400_000)}` }],
    ['a date without end', { resourceType: 'Patient', birthDate: '1'.repeat(900_000) }],
    [
      'an instant with a fraction without end',
      { resourceType: 'Patient', meta: { lastUpdated: `2024-05-02T10:00:00.${'0'.repeat(900_000)}` } },
    ],
    [
      'unknown elements',
      {
        resourceType: 'Patient',
        ...Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`x${at}`, 1])),
      },
    ],
    [
      'codes of no set',
      { resourceType: 'Patient', name: Array.from({ length: 50_000 }, () => ({ use: 'offcial' })) },
    ],
    [
      'identifiers',
      {
        resourceType: 'Patient',
        identifier: Array.from({ length: 100_000 }, (_, at) => ({ value: `${at}` })),
      },
    ],
  ];
  test.each(large)('%s, in a time that grows with its size', (_, resource) => {
    const begun = process.cpuUsage();
    validate(resource);
    const { user, system } = process.cpuUsage(begun);
    expect(user + system).toBeLessThan(5_000_000);
  });

  it('names that every object has', () => {
    for (const key of ['__proto__', 'constructor', 'toString', '_', '_constructor']) {
      const resource = JSON.parse(`{"resourceType":"Patient","active":true,"${key}":{"a":1}}`);
      expect(validate(resource)).toHaveLength(1);
    }
  });
});

describe('mutants', () => {
  test.each(ownFixtures())('each of %s is refused where its mistake is', (_, resource) => {
    for (const mutant of mutantsOf(resource)) expectRefused(mutant);
  });
});

function expectRefused({ kind, path, resource }: ReturnType<typeof mutantsOf>[number]) {
  const places = validate(resource).map(issue => issue.expression ?? '');
  const told = places.some(
    each => each === path || each.startsWith(`${path}[`) || each.startsWith(`${path}.`),
  );
  if (!told) expect.fail(`${kind} at ${path} is not told: ${places.join(', ')}`);
}

describe('the rules of R4', () => {
  it('are all compiled, and those not taken word for word are told', () => {
    const { of, compiled, mended, structural, skipped } = invariantReport();
    const told = mended.map(({ key, reason }) => `${key} (${reason})`);
    console.info(
      `rules of R4: ${compiled} of ${of} compiled; told by structure: ${structural}; in other words: ${told.join('; ')}; left out: ${skipped.length}`,
    );
    expect(skipped).toEqual([]);
    expect({ of, compiled }).toEqual({ of: 207, compiled: 207 });
    expect(mended.map(({ key }) => key).sort()).toEqual(['dom-3', 'ref-1', 'txt-2']);
  });
});

describe.skipIf(!process.env.CONTINUUM_FIXTURES)('the official examples of R4', () => {
  const examples = officialExamples();

  const refused = (resource: unknown) => validate(resource).filter(({ severity }) => severity === 'error');
  const warned = (resource: unknown) => validate(resource).filter(({ severity }) => severity === 'warning');

  it('are all accepted, and a few with a warning, for they break R4 themselves', () => {
    expect(examples.length).toBeGreaterThan(500);
    expect(examples.filter(([, resource]) => refused(resource).length > 0).map(([name]) => name)).toEqual([]);
    const names = examples.filter(([, resource]) => warned(resource).length > 0).map(([name]) => name);
    expect(names.sort()).toEqual(Object.keys(exampleErrata).sort());
  });

  test.each(Object.entries(exampleErrata))('%s breaks R4 itself', (name, { expression }) => {
    const [, resource] = examples.find(each => each[0] === name)!;
    expect([...new Set(warned(resource).map(issue => issue.expression))]).toEqual([expression]);
  });

  it('mutants of them are refused where the mistake is', { timeout: 120_000 }, () => {
    const small = examples.filter(
      ([name, resource]) => !exampleErrata[name] && JSON.stringify(resource).length < 2500,
    );
    expect(small.length).toBeGreaterThan(150);
    for (const [, resource] of small) for (const mutant of mutantsOf(resource)) expectRefused(mutant);
  });
});

describe('what the examples of R4 do against R4', () => {
  const blank = (status: string, div: string) => ({
    resourceType: 'Basic',
    code: { text: 'x' },
    text: { status, div },
  });
  const xmlns = 'xmlns="http://www.w3.org/1999/xhtml"';

  test.each([
    ['generated and laid out over lines', blank('generated', `<div ${xmlns}>\n  </div>`), ['warning']],
    ['generated and nothing at all', blank('generated', `<div ${xmlns}></div>`), ['error']],
    ['generated and a space', blank('generated', `<div ${xmlns}> </div>`), ['error']],
    ['written by a person', blank('additional', `<div ${xmlns}>\n  </div>`), ['error']],
  ])('a blank narrative: %s', (_, resource, severities) => {
    const found = validate(resource);
    expect(found.map(({ severity }) => severity)).toEqual(severities);
    expect(found[0]).toMatchObject({
      expression: 'Basic.text.div',
      diagnostics: expect.stringMatching(/^txt-2/),
    });
  });

  it('a reference is taken for its element and its type only', () => {
    const performer = (reference: string) => ({
      ...fixture('observation-glucose'),
      performer: [{ reference }],
    });
    const severities = (reference: string) => validate(performer(reference)).map(({ severity }) => severity);
    expect(severities('Encounter/1')).toEqual(['warning']);
    expect(severities('Location/1')).toEqual(['error']);
    expect(
      validate({ ...fixture('observation-glucose'), subject: { reference: 'Encounter/1' } }),
    ).toMatchObject([{ severity: 'error', expression: 'Observation.subject' }]);
  });
});

describe('what is contained', () => {
  const organization = { resourceType: 'Organization', id: 'o', name: 'CISSS' };
  const patient = (change: object) => ({ resourceType: 'Patient', contained: [organization], ...change });

  it('must be referred to, from the resource or from what else it contains', () => {
    expect(validate(patient({ managingOrganization: { reference: '#o' } }))).toEqual([]);
    expect(
      validate(patient({ managingOrganization: { reference: '#p' } })).map(issue => issue.expression),
    ).toEqual(['Patient.managingOrganization', 'Patient']);
  });

  it('or refer to its container', () => {
    const provenance = {
      resourceType: 'Provenance',
      id: 'p',
      target: [{ reference: '#' }],
      recorded: '2024-05-02T07:40:00Z',
      agent: [{ who: { display: 'Dre Roy' } }],
    };
    expect(validate({ resourceType: 'Patient', contained: [provenance] })).toEqual([]);
  });

  it('must be of a type that the reference may lead to', () => {
    const found = validate(
      patient({
        generalPractitioner: [{ reference: '#o' }],
        link: [{ other: { reference: '#o' }, type: 'refer' }],
      }),
    );
    expect(found.map(issue => issue.expression)).toEqual(['Patient.link[0].other']);
  });

  it('contains nothing itself', () => {
    const nested = {
      ...organization,
      contained: [{ ...organization, id: 'q' }],
      partOf: { reference: '#q' },
    };
    const found = validate(patient({ contained: [nested], managingOrganization: { reference: '#o' } }));
    expect(found).toContainEqual(expect.objectContaining({ diagnostics: expect.stringMatching(/^dom-2/) }));
  });

  it('is judged in a time that grows with its size, not with its square', () => {
    const contained = Array.from({ length: 3000 }, (_, at) => ({ ...organization, id: `o${at}` }));
    const link = contained.map(({ id }) => ({ other: { reference: `#${id}` }, type: 'refer' }));
    expect(validate({ resourceType: 'Patient', contained, link }).length).toBeGreaterThan(400);
  });

  it('and so is a definition of thousands of elements', () => {
    const element = Array.from({ length: 4000 }, (_, at) => ({
      id: at === 0 ? 'Patient' : `Patient.e${at}`,
      path: at === 0 ? 'Patient' : `Patient.e${at}`,
      definition: 'x',
      min: 0,
      max: '1',
      base: { path: 'Patient', min: 0, max: '1' },
    }));
    const definition = {
      resourceType: 'StructureDefinition',
      url: 'https://continuum.health/fhir/StructureDefinition/x',
      name: 'X',
      status: 'draft',
      kind: 'resource',
      abstract: false,
      type: 'Patient',
      baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
      derivation: 'constraint',
      snapshot: { element },
    };
    expect(validate(definition)).toEqual([]);
  });
});
