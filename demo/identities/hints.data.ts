/** What to try as each person of the cast, in the languages of the page. */
export const hints: Readonly<Record<string, { fr: string; en: string }>> = {
  'medecin-demo': {
    fr: 'Médecin de famille : médicaments, laboratoire, imagerie. Cherchez Louise Gagnon par son NAM, puis ouvrez les images de sa tomodensitométrie et la courbe de son HbA1c.',
    en: 'Family physician: medications, laboratory, imaging. Find Louise Gagnon by her NAM, then open the pictures of her CT scan and the trend of her HbA1c.',
  },
  'pharmacien-demo': {
    fr: 'Pharmacien : médicaments et laboratoire, pas l’imagerie. Cherchez l’ordonnance de Louise Gagnon que personne n’a encore servie.',
    en: 'Pharmacist: medications and laboratory, not imaging. Look for the prescription of Louise Gagnon that nobody has filled yet.',
  },
  'infirmiere-demo': {
    fr: 'Infirmière : trois domaines, à valider. Cherchez Michel Roy : l’écran dit seulement qu’il a refusé.',
    en: 'Nurse: three domains, to be validated. Find Michel Roy: the screen says only that he refused.',
  },
  'radiologiste-demo': {
    fr: 'Radiologiste : cherchez Michel Roy, qui a refusé. Rien ne se voit, sauf pour le motif « Interpréter un nouvel examen d’imagerie » : sa radiographie d’hier est à interpréter, et lui verra cet accès.',
    en: 'Radiologist: find Michel Roy, who refused. Nothing shows, except for the purpose “Interpret a new imaging exam”: his radiograph of yesterday is to be interpreted, and he will see this access.',
  },
  'archiviste-demo': {
    fr: 'Archiviste : la file d’identification. Ce qui arrive sans NAM attend ici qu’une personne dise à qui c’est. Au comptoir : inscrivez le refus d’une personne qui se présente avec deux pièces. Et les demandes des personnes sur leurs droits : dossier complet, rectification.',
    en: 'Archivist: the identification queue. What arrives without a NAM waits here until somebody says whose it is. At the counter: register the refusal of a person who comes with two documents. And the requests of persons about their rights: complete record, rectification.',
  },
  'gaa-demo': {
    fr: 'Gestionnaire des autorisations d’accès (GAA) de sa clinique : demandez l’accès d’une collègue, suivez-le, retirez celui de Catherine Lavoie pendant qu’elle consulte.',
    en: 'Manager of access authorizations (GAA) of her clinic: ask for a colleague’s access, follow it, withdraw that of Catherine Lavoie while she reads.',
  },
  'aga-demo': {
    fr: 'Agent en gestion des accès (AGA) : validez la demande qui attend, puis acceptez-la : la clé est commandée.',
    en: 'Access management agent (AGA): validate the request that waits, then accept it: the key is ordered.',
  },
  'tvi-demo': {
    fr: 'Télévérification (TVI) : expédiez la clé, vérifiez l’identité avec deux pièces, donnez le code, levez la suspension.',
    en: 'Tele-verification (TVI): mail the key, verify the identity with two pieces, tell the code, lift the suspension.',
  },
  'avi-demo': {
    fr: 'Vérification d’identité en personne (AVI) : ce que la télévérification vous confie.',
    en: 'Identity verification in person (AVI): what tele-verification hands over to you.',
  },
  'pilote-demo': {
    fr: 'Gestion opérationnelle : les organismes, leurs sources, les dépôts inutilisables; désignez la ou le GAA d’un organisme.',
    en: 'Operations: the organizations, their sources, the deposits that could not be used; designate the GAA of an organization.',
  },
  'surveillance-demo': {
    fr: 'Surveillance : ce que les règles ont relevé et ce que des personnes ont signalé. Prenez un signalement au tri, menez l’enquête, concluez.',
    en: 'Surveillance: what the rules found and what people reported. Take up a report, lead the inquiry, conclude.',
  },
  'surveillance-2-demo': {
    fr: 'Surveillance, l’autre paire d’yeux : décidez de ce qu’Aïssata Diallo a conclu; elle prendra les mesures.',
    en: 'Surveillance, the other pair of eyes: decide what Aïssata Diallo concluded; she will take the measures.',
  },
  'usager-demo': {
    fr: 'Dossier complet : diabète, hypertension, fracture, images. Elle voit ses résultats dès que possible. Regardez qui l’a consulté, puis refusez : le Visualiseur obéit aussitôt.',
    en: 'A full record: diabetes, hypertension, a fracture, pictures. She sees her results as soon as possible. See who looked at it, then refuse: the viewer obeys at once.',
  },
  'mere-demo': {
    fr: 'Voit son dossier et celui de Léo (9 ans), mais pas celui d’Alice (15 ans).',
    en: 'Sees her own record and that of Léo (9), but not that of Alice (15).',
  },
  'enfant-demo': {
    fr: 'Neuf ans : pas de compte. Son dossier s’ouvre depuis le compte de sa mère.',
    en: 'Nine years old: no account. His record opens from his mother’s account.',
  },
  'ado-demo': { fr: 'Quinze ans : gère seule son dossier.', en: 'Fifteen years old: manages her record herself.' },
  'refus-demo': {
    fr: 'A refusé toute communication : il voit tout son dossier, les intervenants n’en voient rien.',
    en: 'Refused everything: he sees his whole record, clinicians see nothing of it.',
  },
  'refus-partiel-demo': {
    fr: 'A refusé ce qui a été recueilli avant une date : le plus récent se voit encore.',
    en: 'Refused what was collected before a date: what is more recent can still be seen.',
  },
  'aidant-demo': {
    fr: 'Aide sa mère, Louise Gagnon : il lit son dossier et n’y décide rien.',
    en: 'Helps his mother, Louise Gagnon: he reads her record and decides nothing in it.',
  },
};

/** For those who have no hint of their own. */
export const plainHint = {
  fr: 'S’identifie dans la console avec sa clé.',
  en: 'Signs in to the console with their key.',
};
