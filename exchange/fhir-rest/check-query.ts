import { fhirError } from './fhir-error.ts';

const mostParameters = 100;
const mostValues = 1_000;
const longestValue = 50_000;
const mostIncludes = 20;

const isInclude = ([name]: readonly [string, string]): boolean => /^_(rev)?include(:|$)/.test(name);

/**
 * Holds a query to what one statement can be: each limit is told with its mend.
 * @throws FhirError 400
 */
export function checkQuery(parameters: readonly (readonly [string, string])[]): void {
  if (parameters.length > mostParameters)
    throw fhirError(400, 'too-costly', `More than ${mostParameters} parameters: ask in several searches.`);
  const includes = parameters.filter(isInclude);
  if (includes.length > mostIncludes)
    throw fhirError(
      400,
      'too-costly',
      `${includes.length} _include and _revinclude, and ${mostIncludes} at most: ask in several searches, or with *.`,
    );
  for (const [name, value] of parameters) {
    if (value.length > longestValue)
      throw fhirError(
        400,
        'too-costly',
        `${name} is longer than ${longestValue} characters: ask in several searches.`,
      );
    if (value.split(',').length > mostValues)
      throw fhirError(
        400,
        'too-costly',
        `${name} has more than ${mostValues} values: ask in several searches.`,
      );
    if (name.split('.').length > 6)
      throw fhirError(
        400,
        'too-costly',
        `${name} chains through more than 5 references: search step by step.`,
      );
  }
}
