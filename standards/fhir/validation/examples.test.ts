import { describe, expect, it, test } from 'vitest';
import { exampleErrata } from '../testing/example-errata.ts';
import { fixture, officialExamples, ownFixtures } from '../testing/inputs.ts';
import { mutantsOf } from '../testing/mutants.ts';
import { validate } from './validate.ts';

function expectRefused({ kind, path, resource }: ReturnType<typeof mutantsOf>[number]) {
  const places = validate(resource).map(issue => issue.expression ?? '');
  const told = places.some(
    each => each === path || each.startsWith(`${path}[`) || each.startsWith(`${path}.`),
  );
  if (!told) expect.fail(`${kind} at ${path} is not told: ${places.join(', ')}`);
}

describe('mutants', () => {
  test.each(ownFixtures())('each of %s is refused where its mistake is', (_, resource) => {
    for (const mutant of mutantsOf(resource)) expectRefused(mutant);
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
