/** When a person sees their own results: part of a sight, which `record/store/released.ts` asks of each row. */
export interface ReleaseRule {
  /** Domains whose results it is about: reports, and the observations that came without one. */
  domains: readonly string[];
  /** Statuses of a final result, and of what came of one: another one is not shown. */
  final: readonly string[];
  /** Never released by time nor by the person's choice: by a clinician alone. Of `category` and `code`. */
  byClinician: { sections: readonly string[]; codes: readonly string[] };
  /** The longest that a final result is kept from the person, from when it became available. */
  days: number;
  version: string;
  effective: string;
  source: string;
}

/**
 * Results in the person's own portal. A final one is shown once its clinician releases it, and at the latest after so many
 * days; as soon as possible, when the person chose so; a clinician holds one for at most as many days, whatever was chosen.
 */
export const releaseRule: ReleaseRule = {
  // Results of exams are results: the page says so of what one may see. To be validated for reports of imaging.
  domains: ['laboratory', 'imaging'],
  // What was cancelled or withdrawn was shown before, or says nothing more than that.
  final: ['final', 'amended', 'corrected', 'appended', 'cancelled', 'entered-in-error'],
  byClinician: {
    // HL7 table 0074: pathology, surgical pathology, cytopathology.
    sections: ['PAT', 'SP', 'CP'],
    // LOINC: pathology study, surgical pathology study, cytology of a cervical or vaginal smear. To be completed.
    codes: ['11526-1', '11529-5', '33717-0', '47528-5'],
  },
  days: 30,
  version: '2026-11',
  effective: '2026-04-09',
  source:
    'FAQ Mon dossier santé, Diffusion des résultats (2026-04-09): 30 jours ou dès que possible, retenue d’au plus 30 jours, pathologie et cytologie par un clinicien; codes, imagerie et résultats repris à valider',
};
