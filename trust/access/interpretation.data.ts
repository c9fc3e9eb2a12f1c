/**
 * The one exception to a refusal: imaging that is relevant to the interpretation of a new exam may reach the specialist
 * who interprets it. Closed unless all of it holds, which `record/store/visible.ts` asks of each row.
 */
export const interpretationRule = {
  /** What opens: of the same usager as the new exam, in the imaging domain, about nobody else. */
  types: ['ImagingStudy', 'DiagnosticReport'],
  /** An exam is new for so long after it was made: its source names who interprets it (`ImagingStudy.interpreter`). */
  days: 14,
  version: '2026-11',
  effective: '2026-11-01',
  source: 'P-9.0001: exception de l’interprétation; types, délai et preuve du lien à valider',
} as const;

/** What the exception opens, to whom: part of a sight. */
export interface Interpretation {
  /** Reference of the specialist, `Practitioner/<id>`: new exams name them. */
  interpreter: string;
  types: readonly string[];
  days: number;
}
