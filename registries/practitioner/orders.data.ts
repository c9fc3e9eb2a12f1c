/** Professional orders by the kind of provider that each governs: codes of Infoway’s `scptype`. */
export const orders: Readonly<Record<string, { order: string; name: string }>> = {
  MD: { order: 'CMQ', name: 'Collège des médecins du Québec' },
  FAM: { order: 'CMQ', name: 'Collège des médecins du Québec' },
  PHARM: { order: 'OPQ', name: 'Ordre des pharmaciens du Québec' },
  RN: { order: 'OIIQ', name: 'Ordre des infirmières et infirmiers du Québec' },
  RNP: { order: 'OIIQ', name: 'Ordre des infirmières et infirmiers du Québec' },
  LPN: { order: 'OIIAQ', name: 'Ordre des infirmières et infirmiers auxiliaires du Québec' },
  DEN: { order: 'ODQ', name: 'Ordre des dentistes du Québec' },
  RM: { order: 'OSFQ', name: 'Ordre des sages-femmes du Québec' },
};
