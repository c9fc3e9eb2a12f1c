import { describe, expect, it, test } from 'vitest';
import { fixture, ownFixtures } from '../testing/inputs.ts';
import { problems, set } from '../testing/problems.ts';
import { invariantReport } from './invariants.ts';
import { validate } from './validate.ts';

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
