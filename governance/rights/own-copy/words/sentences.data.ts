import type { Both } from './language.ts';

/** What a printed copy says around what it holds. */
export const sentences = {
  record: { fr: 'Copie du dossier de santé', en: 'Copy of the health record' },
  summary: { fr: 'Sommaire de santé', en: 'Health summary' },
  of: { fr: 'Dossier de {name}', en: 'Record of {name}' },
  made: { fr: 'Produite le {at}', en: 'Generated on {at}' },
  madeBy: { fr: 'Produite le {at}, à la demande de {by}', en: 'Generated on {at}, at the request of {by}' },
  about: {
    fr: 'Ce document contient tout ce que la plateforme vous montre de ce dossier au moment où il a été produit, du plus récent au plus ancien. Il contient des renseignements confidentiels : gardez-le en lieu sûr. La copie FHIR contient de plus les documents joints et la provenance de chaque renseignement. Les images se consultent avec une intervenante ou un intervenant.',
    en: 'This document contains everything that the platform shows you of this record at the moment it was generated, newest first. It contains confidential information: keep it in a safe place. The FHIR copy also has the attached documents and the provenance of each piece of information. Pictures are looked at with a clinician.',
  },
  aboutSummary: {
    fr: 'L’essentiel du dossier au moment où ce document a été produit : ce qui est en cours, et le plus récent de chaque résultat. Il ne remplace pas le dossier complet.',
    en: 'The essential of the record at the moment this document was generated: what is current, and the newest of each result. It does not replace the complete record.',
  },
  identity: { fr: 'Identité', en: 'Identity' },
  others: { fr: 'Autres renseignements', en: 'Other information' },
  none: { fr: 'Aucun renseignement.', en: 'No information.' },
  withheld: { fr: 'Des renseignements peuvent ne pas être montrés.', en: 'Some information may not be shown.' },
  undated: { fr: 'Sans date', en: 'No date' },
  source: { fr: 'Source', en: 'Source' },
  page: { fr: 'Page {page}', en: 'Page {page}' },
  end: { fr: 'Fin de la copie.', en: 'End of the copy.' },
  family: { fr: 'Nom de famille', en: 'Family name' },
  given: { fr: 'Prénom', en: 'Given name' },
  birthDate: { fr: 'Date de naissance', en: 'Birth date' },
  gender: { fr: 'Sexe', en: 'Sex' },
  male: { fr: 'Masculin', en: 'Male' },
  female: { fr: 'Féminin', en: 'Female' },
  other: { fr: 'Autre', en: 'Other' },
  unknown: { fr: 'Inconnu', en: 'Unknown' },
  nam: { fr: 'Numéro d’assurance maladie (NAM)', en: 'Health insurance number (NAM)' },
  phone: { fr: 'Téléphone', en: 'Telephone' },
  email: { fr: 'Courriel', en: 'E-mail' },
  address: { fr: 'Adresse', en: 'Address' },
} satisfies Record<string, Both>;
