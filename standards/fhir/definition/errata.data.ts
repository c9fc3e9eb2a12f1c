/**
 * Where the official examples of R4 (4.0.1) break R4 itself. A resource that does exactly the same is accepted, with a
 * warning that says so; anything beside it is refused like everything else.
 */

/** Types that a reference leads to in an example, though its element does not allow them. */
export const targetErrata: Readonly<Record<string, { types: readonly string[]; example: string }>> = {
  'DeviceMetric.parent': { types: ['DeviceDefinition'], example: 'DeviceMetric/example' },
  'DeviceUseStatement.reasonReference': { types: ['Procedure'], example: 'DeviceUseStatement/example' },
  'Observation.performer': { types: ['Encounter'], example: 'Observation/clinical-gender' },
};

/** Rules that examples break, each with the very value that is taken all the same. */
export const ruleErrata: Readonly<Record<string, { accepts: (narrative: Narrative) => boolean; about: string }>> = {
  'txt-2': {
    accepts: ({ status, div }) => status === 'generated' && typeof div === 'string' && /^<div[^<>]*>\s*\n/.test(div),
    about:
      'the examples of R4 leave a generated narrative blank, laid out over lines, where there was nothing to say (ActivityDefinition/heart-valve-replacement, EventDefinition/example, Questionnaire/zika-virus-exposure-assessment)',
  },
};

interface Narrative {
  status?: unknown;
  div?: unknown;
}
