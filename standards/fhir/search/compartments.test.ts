import { describe, expect, it } from 'vitest';
import { isResourceType } from '../definition/shape.ts';
import { compartmentParts } from './compartments.ts';
import { searchParameter } from './parameters.ts';

describe('compartments (R4 CompartmentDefinition)', () => {
  it.each(['Patient', 'Encounter', 'RelatedPerson', 'Practitioner', 'Device'])(
    'the parts of %s are reference parameters of R4 that may lead to it',
    name => {
      for (const [type, { codes, self }] of compartmentParts(name)!) {
        expect(isResourceType(type)).toBe(true);
        expect(codes.length > 0 || self).toBe(true);
        for (const code of codes)
          expect(searchParameter(type, code), `${type} ${code}`).toMatchObject({ type: 'reference' });
      }
    },
  );

  it.each([
    ['Patient', 'Observation', ['subject', 'performer'], false],
    ['Patient', 'Patient', ['link'], true],
    ['Encounter', 'Encounter', [], true],
    ['Encounter', 'Observation', ['encounter'], false],
    ['Device', 'Observation', ['subject', 'device'], false],
    ['Practitioner', 'Patient', ['general-practitioner'], false],
  ])('%s holds %s by %j', (name, type, codes, self) => {
    expect(compartmentParts(name)?.get(type)).toEqual({ codes, self });
  });

  it('others are none', () => {
    expect(compartmentParts('Organization')).toBeUndefined();
    expect(compartmentParts('Encounter')?.has('Account')).toBe(false);
  });
});
