/** Where people live: municipality, weight (thousands of people), postal prefix, health region, RUIS. */
export interface Place {
  municipality: string;
  weight: number;
  postal: string;
  region: string;
  ruis: 'McGill' | 'Montréal' | 'Laval' | 'Sherbrooke';
}

export const places: readonly Place[] = [
  { municipality: 'Montréal', weight: 1760, postal: 'H2X', region: 'Montréal', ruis: 'Montréal' },
  { municipality: 'Québec', weight: 550, postal: 'G1R', region: 'Capitale-Nationale', ruis: 'Laval' },
  { municipality: 'Laval', weight: 440, postal: 'H7N', region: 'Laval', ruis: 'Montréal' },
  { municipality: 'Gatineau', weight: 290, postal: 'J8X', region: 'Outaouais', ruis: 'McGill' },
  { municipality: 'Longueuil', weight: 255, postal: 'J4K', region: 'Montérégie', ruis: 'Montréal' },
  { municipality: 'Sherbrooke', weight: 173, postal: 'J1H', region: 'Estrie', ruis: 'Sherbrooke' },
  { municipality: 'Lévis', weight: 150, postal: 'G6V', region: 'Chaudière-Appalaches', ruis: 'Laval' },
  { municipality: 'Saguenay', weight: 145, postal: 'G7H', region: 'Saguenay–Lac-Saint-Jean', ruis: 'Sherbrooke' },
  { municipality: 'Trois-Rivières', weight: 140, postal: 'G9A', region: 'Mauricie', ruis: 'Montréal' },
  { municipality: 'Terrebonne', weight: 120, postal: 'J6W', region: 'Lanaudière', ruis: 'Montréal' },
  { municipality: 'Saint-Jérôme', weight: 80, postal: 'J7Z', region: 'Laurentides', ruis: 'Montréal' },
  { municipality: 'Drummondville', weight: 80, postal: 'J2B', region: 'Centre-du-Québec', ruis: 'Sherbrooke' },
  { municipality: 'Granby', weight: 70, postal: 'J2G', region: 'Montérégie', ruis: 'Sherbrooke' },
  { municipality: 'Rimouski', weight: 49, postal: 'G5L', region: 'Bas-Saint-Laurent', ruis: 'Laval' },
  { municipality: 'Rouyn-Noranda', weight: 42, postal: 'J9X', region: 'Abitibi-Témiscamingue', ruis: 'McGill' },
  { municipality: 'Sept-Îles', weight: 25, postal: 'G4R', region: 'Côte-Nord', ruis: 'Laval' },
  { municipality: 'Gaspé', weight: 15, postal: 'G4X', region: 'Gaspésie', ruis: 'Laval' },
];

export const streets = `rue Principale;rue Saint-Jean;boulevard Laurier;avenue du Parc;rue des Érables;chemin Sainte-Foy;rue Notre-Dame;
avenue Cartier;rue Sherbrooke;rue des Pins;boulevard Talbot;rue King;rue de l’Église;avenue de la Cathédrale`
  .split(';')
  .map(street => street.trim());
