/** Imaging exams of the demonstration, with what their reports say. */
export interface Exam {
  modality: 'CR' | 'CT' | 'MR' | 'US' | 'MG';
  /** HL7 v2 diagnostic service section (table 0074). */
  section: string;
  loinc: string;
  name: string;
  findings: readonly string[];
  conclusions: readonly string[];
}

export const exams = {
  chest: {
    modality: 'CR',
    section: 'RAD',
    loinc: '36643-5',
    name: 'Radiographie pulmonaire, 2 incidences',
    findings: ['Silhouette cardiomédiastinale normale. Pas de condensation ni d’épanchement.', 'Légère accentuation de la trame bronchique aux bases.'],
    conclusions: ['Pas de foyer pulmonaire.', 'Aspect compatible avec une bronchite; pas de pneumonie.'],
  },
  wrist: {
    modality: 'CR',
    section: 'RAD',
    loinc: '37362-1',
    name: 'Radiographie du poignet',
    findings: ['Trait de fracture du radius distal, sans déplacement significatif.', 'Structures osseuses intactes. Tuméfaction des tissus mous.'],
    conclusions: ['Fracture du radius distal non déplacée.', 'Pas de fracture visible.'],
  },
  knee: {
    modality: 'MR',
    section: 'NMR',
    loinc: '24802-5',
    name: 'IRM du genou',
    findings: ['Déchirure horizontale de la corne postérieure du ménisque interne. Ligaments croisés continus.'],
    conclusions: ['Déchirure méniscale interne.'],
  },
  abdomen: {
    modality: 'US',
    section: 'RUS',
    loinc: '24558-9',
    name: 'Échographie abdominale',
    findings: ['Foie d’échogénicité augmentée. Vésicule alithiasique. Reins de taille normale.', 'Foie, vésicule et voies biliaires sans particularité.'],
    conclusions: ['Stéatose hépatique.', 'Examen sans particularité.'],
  },
  head: {
    modality: 'CT',
    section: 'CT',
    loinc: '24725-4',
    name: 'Tomodensitométrie cérébrale sans contraste',
    findings: ['Pas de saignement intracrânien. Ligne médiane en place. Ventricules de taille normale pour l’âge.'],
    conclusions: ['Pas de lésion aiguë.'],
  },
  obstetric: {
    modality: 'US',
    section: 'OUS',
    loinc: '11525-3',
    name: 'Échographie obstétricale',
    findings: ['Grossesse intra-utérine évolutive unique. Biométrie correspondant au terme. Liquide amniotique en quantité normale.'],
    conclusions: ['Morphologie fœtale sans anomalie décelée.'],
  },
  breast: {
    modality: 'MG',
    section: 'RAD',
    loinc: '24606-6',
    name: 'Mammographie de dépistage',
    findings: ['Densité mammaire de type B. Pas de masse ni de microcalcification suspecte.'],
    conclusions: ['BI-RADS 1: examen normal.'],
  },
} as const satisfies Record<string, Exam>;

export type ExamKey = keyof typeof exams;
