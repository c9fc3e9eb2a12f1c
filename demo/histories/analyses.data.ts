/** Laboratory tests of the demonstration: LOINC, French and English names, UCUM unit, reference range. */
export interface Analysis {
  loinc: string;
  name: string;
  unit: string;
  low?: number;
  high?: number;
  /** Decimals that a laboratory reports. */
  decimals: number;
  /** Spread of one person's values from one day to the next, as a share of the value. */
  variation: number;
}

export const analyses = {
  glucose: { loinc: '14749-6', name: 'Glucose', unit: 'mmol/L', low: 3.9, high: 6.1, decimals: 1, variation: 0.08 },
  hba1c: { loinc: '4548-4', name: 'Hémoglobine glyquée (HbA1c)', unit: '%', low: 4, high: 6, decimals: 1, variation: 0.04 },
  creatinine: { loinc: '14682-9', name: 'Créatinine', unit: 'umol/L', low: 50, high: 110, decimals: 0, variation: 0.06 },
  egfr: { loinc: '62238-1', name: 'Débit de filtration glomérulaire estimé', unit: 'mL/min/{1.73_m2}', low: 60, decimals: 0, variation: 0.06 },
  sodium: { loinc: '2951-2', name: 'Sodium', unit: 'mmol/L', low: 135, high: 145, decimals: 0, variation: 0.01 },
  potassium: { loinc: '2823-3', name: 'Potassium', unit: 'mmol/L', low: 3.5, high: 5.0, decimals: 1, variation: 0.05 },
  cholesterol: { loinc: '14647-2', name: 'Cholestérol total', unit: 'mmol/L', high: 5.2, decimals: 2, variation: 0.06 },
  hdl: { loinc: '14646-4', name: 'Cholestérol HDL', unit: 'mmol/L', low: 1.0, decimals: 2, variation: 0.06 },
  ldl: { loinc: '39469-2', name: 'Cholestérol LDL (calculé)', unit: 'mmol/L', high: 3.4, decimals: 2, variation: 0.08 },
  triglycerides: { loinc: '14927-8', name: 'Triglycérides', unit: 'mmol/L', high: 1.7, decimals: 2, variation: 0.2 },
  hemoglobin: { loinc: '718-7', name: 'Hémoglobine', unit: 'g/L', low: 120, high: 160, decimals: 0, variation: 0.03 },
  leukocytes: { loinc: '6690-2', name: 'Leucocytes', unit: '10*9/L', low: 4, high: 11, decimals: 1, variation: 0.15 },
  platelets: { loinc: '777-3', name: 'Plaquettes', unit: '10*9/L', low: 150, high: 400, decimals: 0, variation: 0.08 },
  mcv: { loinc: '787-2', name: 'Volume globulaire moyen', unit: 'fL', low: 80, high: 100, decimals: 0, variation: 0.02 },
  ferritin: { loinc: '2276-4', name: 'Ferritine', unit: 'ug/L', low: 15, high: 300, decimals: 0, variation: 0.15 },
  tsh: { loinc: '3016-3', name: 'TSH', unit: 'm[IU]/L', low: 0.4, high: 4.4, decimals: 2, variation: 0.2 },
  crp: { loinc: '1988-5', name: 'Protéine C réactive', unit: 'mg/L', high: 8, decimals: 1, variation: 0.3 },
  inr: { loinc: '34714-6', name: 'RNI (INR)', unit: '{INR}', low: 0.9, high: 1.2, decimals: 1, variation: 0.12 },
  hcg: { loinc: '21198-7', name: 'β-hCG', unit: '[IU]/L', high: 5, decimals: 0, variation: 0.3 },
} as const satisfies Record<string, Analysis>;

export type AnalysisKey = keyof typeof analyses;

/** What is asked together, under the order's code. */
export const panels = {
  bloodCount: { loinc: '58410-2', name: 'Formule sanguine complète', analyses: ['hemoglobin', 'leukocytes', 'platelets', 'mcv'] },
  electrolytes: { loinc: '24326-1', name: 'Électrolytes', analyses: ['sodium', 'potassium'] },
  kidney: { loinc: '24362-6', name: 'Fonction rénale', analyses: ['creatinine', 'egfr', 'sodium', 'potassium'] },
  diabetes: { loinc: '24323-8', name: 'Suivi du diabète', analyses: ['glucose', 'hba1c', 'creatinine', 'egfr'] },
  lipids: { loinc: '24331-1', name: 'Bilan lipidique', analyses: ['cholesterol', 'hdl', 'ldl', 'triglycerides'] },
  thyroid: { loinc: '3016-3', name: 'Fonction thyroïdienne', analyses: ['tsh'] },
  inflammation: { loinc: '1988-5', name: 'Marqueur inflammatoire', analyses: ['crp'] },
  iron: { loinc: '2276-4', name: 'Bilan martial', analyses: ['ferritin', 'hemoglobin'] },
  coagulation: { loinc: '34714-6', name: 'Suivi d’anticoagulation', analyses: ['inr'] },
  pregnancy: { loinc: '21198-7', name: 'Test de grossesse sérique', analyses: ['hcg'] },
} as const satisfies Record<string, { loinc: string; name: string; analyses: readonly AnalysisKey[] }>;

export type PanelKey = keyof typeof panels;
