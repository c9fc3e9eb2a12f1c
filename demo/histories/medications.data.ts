/**
 * A demonstration subset of products sold in Canada. Names and DINs as Health Canada's Drug Product Database
 * shows them, kept for their form: check against the database before any other use.
 */
export interface Product {
  din: string;
  name: string;
  form: string;
  /** French sentence of a usual dosage. */
  dosage: string;
  /** Units a day, for the quantity. */
  perDay: number;
}

export const products = {
  metformin: { din: '02167786', name: 'METFORMINE 500 mg', form: 'comprimé', dosage: '1 comprimé 2 fois par jour aux repas', perDay: 2 },
  gliclazide: { din: '02297795', name: 'GLICLAZIDE MR 30 mg', form: 'comprimé', dosage: '1 comprimé le matin', perDay: 1 },
  ramipril: { din: '02251574', name: 'RAMIPRIL 5 mg', form: 'capsule', dosage: '1 capsule une fois par jour', perDay: 1 },
  amlodipine: { din: '02273373', name: 'AMLODIPINE 5 mg', form: 'comprimé', dosage: '1 comprimé une fois par jour', perDay: 1 },
  hydrochlorothiazide: { din: '00326844', name: 'HYDROCHLOROTHIAZIDE 25 mg', form: 'comprimé', dosage: '½ comprimé le matin', perDay: 0.5 },
  atorvastatin: { din: '02295288', name: 'ATORVASTATINE 20 mg', form: 'comprimé', dosage: '1 comprimé au coucher', perDay: 1 },
  levothyroxine: { din: '02172100', name: 'LÉVOTHYROXINE 0,1 mg', form: 'comprimé', dosage: '1 comprimé à jeun', perDay: 1 },
  salbutamol: { din: '02245669', name: 'SALBUTAMOL 100 mcg/dose', form: 'aérosol-doseur', dosage: '2 inhalations au besoin', perDay: 0.03 },
  fluticasone: { din: '02244292', name: 'FLUTICASONE 125 mcg/dose', form: 'aérosol-doseur', dosage: '1 inhalation 2 fois par jour', perDay: 0.02 },
  sertraline: { din: '02238281', name: 'SERTRALINE 50 mg', form: 'capsule', dosage: '1 capsule le matin', perDay: 1 },
  pantoprazole: { din: '02292920', name: 'PANTOPRAZOLE 40 mg', form: 'comprimé', dosage: '1 comprimé avant le déjeuner', perDay: 1 },
  warfarin: { din: '01918354', name: 'WARFARINE 5 mg', form: 'comprimé', dosage: 'selon le RNI', perDay: 1 },
  amoxicillin: { din: '00628123', name: 'AMOXICILLINE 500 mg', form: 'capsule', dosage: '1 capsule 3 fois par jour', perDay: 3 },
  azithromycin: { din: '02212021', name: 'AZITHROMYCINE 250 mg', form: 'comprimé', dosage: '2 comprimés le premier jour, puis 1 par jour pendant 4 jours', perDay: 1.2 },
  hydrocortisone: { din: '00716839', name: 'HYDROCORTISONE 1 % crème', form: 'tube', dosage: 'appliquer 2 fois par jour', perDay: 0.07 },
  nitrofurantoin: { din: '02063662', name: 'NITROFURANTOÏNE 100 mg', form: 'capsule', dosage: '1 capsule 2 fois par jour', perDay: 2 },
  naproxen: { din: '00592277', name: 'NAPROXÈNE 500 mg', form: 'comprimé', dosage: '1 comprimé 2 fois par jour avec nourriture', perDay: 2 },
  prenatal: { din: '80001842', name: 'MULTIVITAMINES PRÉNATALES', form: 'comprimé', dosage: '1 comprimé une fois par jour', perDay: 1 },
  iron: { din: '00545031', name: 'SULFATE FERREUX 300 mg', form: 'comprimé', dosage: '1 comprimé une fois par jour', perDay: 1 },
} as const satisfies Record<string, Product>;

export type ProductKey = keyof typeof products;
