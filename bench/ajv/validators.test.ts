import { validate } from '@continuum/standards-fhir';
import { expect, it } from 'vitest';
import { inputs } from './inputs.ts';
import { ajvOfR4, schemaOf } from './validators.ts';

const ajv = ajvOfR4();

it.each(inputs())(
  '%s, which is measured, is valid for both, and a mistake in it is for neither',
  (_, resource) => {
    const check = schemaOf(ajv, resource.resourceType);
    const accepted = (candidate: object) => [
      validate(candidate).every(({ severity }) => severity !== 'error'),
      check(candidate),
    ];
    expect(accepted(resource)).toEqual([true, true]);
    expect(accepted({ ...resource, language: 1 })).toEqual([false, false]);
    // Ajv compiles every type that a resource may contain.
  },
  120_000,
);
