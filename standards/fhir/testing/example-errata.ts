/** Official examples that break R4 themselves, with what is wrong in each: accepted with a warning (`errata.data.ts`). */
export const exampleErrata: Readonly<Record<string, { expression: string; reason: string }>> = {
  'ActivityDefinition-heart-valve-replacement': {
    expression: 'ActivityDefinition.text.div',
    reason: 'the narrative is blank (txt-2)',
  },
  'DeviceMetric-example': {
    expression: 'DeviceMetric.parent',
    reason: 'parent refers to a DeviceDefinition; R4 allows a Device only',
  },
  'DeviceUseStatement-example': {
    expression: 'DeviceUseStatement.reasonReference[0]',
    reason: 'reasonReference refers to a Procedure, which R4 does not allow there',
  },
  'EventDefinition-example': {
    expression: 'EventDefinition.text.div',
    reason: 'the narrative is blank (txt-2)',
  },
  'Observation-clinical-gender': {
    expression: 'Observation.performer[0]',
    reason: 'performer refers to an Encounter, which performs nothing',
  },
  'Questionnaire-zika-virus-exposure-assessment': {
    expression: 'Questionnaire.text.div',
    reason: 'the narrative is blank (txt-2)',
  },
};
