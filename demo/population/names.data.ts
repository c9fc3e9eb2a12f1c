/** Family names common in Québec, most frequent first, with some of its newer families. */
export const familyNames = `Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet Pelletier Bélanger
Lévesque Bergeron Leblanc Paquette Girard Simard Boucher Caron Beaulieu Cloutier Dubé Poirier Fournier Lapointe
Leclerc Lefebvre Poulin Thibault St-Pierre Nadeau Martin Landry Martel Bédard Grenier Lessard Bernier Richard
Michaud Hébert Desjardins Couture Turcotte Lachance Parent Blais Gosselin Savard Proulx Beaudoin Demers Perreault
Boudreau Lemieux Cyr Perron Dufour Dion Mercier Bolduc Bérubé Boisvert Langlois Ménard Therrien Plante Bilodeau
Dubois Champagne Paradis Fontaine Arsenault Dupuis Gaudreault Rousseau Villeneuve Lambert Giroux Harvey Desrosiers
Lacroix Thériault Audet Robert Bertrand Charbonneau Nguyen Tran Singh Patel Benali Haddad Diallo Traoré Rodriguez
Garcia Fernandes Silva Chen Wang Kim Ivanova Popescu Mansour Rahman Okafor Joseph Pierre-Louis Étienne Obomsawin
Awashish Petiquay McKenzie O’Brien Campbell Cohen Rossi D’Amico`.split(/\s+/);

/** Given names by sex and by the years when they were given. */
export const givenNames = {
  female: [
    { until: 1950, names: 'Jeanne Thérèse Rita Marguerite Claire Pierrette Jacqueline Huguette Monique Gisèle'.split(' ') },
    { until: 1970, names: 'Louise Diane Sylvie Johanne Francine Ginette Lucie Hélène Manon Chantal'.split(' ') },
    { until: 1990, names: 'Julie Isabelle Mélanie Nathalie Caroline Annie Geneviève Karine Stéphanie Valérie'.split(' ') },
    { until: 2005, names: 'Camille Audrey Gabrielle Catherine Laurence Sarah Ariane Noémie Amélie Yasmine'.split(' ') },
    { until: 2100, names: 'Emma Léa Alice Florence Charlotte Olivia Rosalie Béatrice Juliette Inès'.split(' ') },
  ],
  male: [
    { until: 1950, names: 'Marcel Roger Réal Fernand Gérard Maurice Raymond Lucien Jean-Paul Gaston'.split(' ') },
    { until: 1970, names: 'Michel Pierre Claude Jacques Denis Daniel Robert Gilles Alain Richard'.split(' ') },
    { until: 1990, names: 'Martin Éric Sylvain Patrick Stéphane François Jonathan Sébastien Mathieu David'.split(' ') },
    { until: 2005, names: 'Alexandre Maxime Samuel Gabriel Nicolas Vincent Félix Antoine Karim Jérémie'.split(' ') },
    { until: 2100, names: 'William Liam Noah Thomas Léo Nathan Édouard Arthur Émile Adam'.split(' ') },
  ],
} as const;
