/** Cultures of the demonstration: what a laboratory answers in words. */
export interface Culture {
  loinc: string;
  name: string;
  specimen: string;
  findings: readonly { text: string; abnormal: boolean; sensitivities: readonly Sensitivity[] }[];
}

export interface Sensitivity {
  loinc: string;
  name: string;
  answer: 'S' | 'R';
}

export const cultures = {
  urine: {
    loinc: '630-4',
    name: 'Culture d’urine',
    specimen: 'Urine',
    findings: [
      {
        text: 'Escherichia coli, plus de 100 × 10⁶ UFC/L.',
        abnormal: true,
        sensitivities: [
          { loinc: '18955-5', name: 'Nitrofurantoïne, sensibilité', answer: 'S' },
          { loinc: '18998-5', name: 'Triméthoprime-sulfaméthoxazole, sensibilité', answer: 'S' },
          { loinc: '18864-9', name: 'Ampicilline, sensibilité', answer: 'R' },
        ],
      },
      { text: 'Aucune croissance significative après 48 heures.', abnormal: false, sensitivities: [] },
    ],
  },
  throat: {
    loinc: '626-2',
    name: 'Culture de gorge',
    specimen: 'Écouvillon de gorge',
    findings: [
      { text: 'Streptocoque bêta-hémolytique du groupe A.', abnormal: true, sensitivities: [] },
      { text: 'Flore commensale. Absence de streptocoque du groupe A.', abnormal: false, sensitivities: [] },
    ],
  },
} as const satisfies Record<string, Culture>;

export type CultureKey = keyof typeof cultures;
