/** Elements that say what a resource of a shared type speaks of: it takes the domain of that. */
export const spokenOf: Readonly<Record<string, readonly string[]>> = {
  Basic: ['subject'],
  Binary: ['securityContext'],
  Communication: ['about'],
  Composition: ['section'],
  DiagnosticReport: ['result', 'imagingStudy', 'specimen'],
  DocumentManifest: ['content'],
  DocumentReference: ['context'],
  Linkage: ['item'],
  List: ['entry'],
  Observation: ['focus', 'hasMember', 'derivedFrom', 'specimen'],
  Provenance: ['target'],
  Task: ['focus'],
};
