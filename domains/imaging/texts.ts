import { defineTexts } from '@continuum/ui-language';

export const texts = defineTexts(
  'imaging',
  {
    title: 'Imagerie',
    'title.reports': 'Rapports d’imagerie',
    'exam.untitled': 'Examen d’imagerie',
    'exam.undated': 'Date inconnue',
    place: 'Lieu',
    report: 'Rapport',
    'report.none': 'Aucun rapport reçu pour cet examen.',
    'report.noText': 'Le texte de ce rapport n’est pas disponible ici.',
    'report.by': 'Signé par {name}',
    'report.date': 'Rapport du',
    'pictures.show': '{count, plural, one {Voir l’image} other {Voir les # images}}',
    'pictures.hide': 'Fermer les images',
    'pictures.notConnected':
      '{count, plural, one {# image existe; les images ne sont pas reliées ici.} other {# images existent; les images ne sont pas reliées ici.}}',
    interpretation:
      'Ces examens vous sont communiqués malgré le refus, pour interpréter un nouvel examen. Rien d’autre du dossier ne l’est.',
    'none.title': 'Aucun examen d’imagerie.',
    'none.reports': 'Aucun rapport d’imagerie.',
    'reason.nothing-received': 'Aucune source n’a envoyé d’examen d’imagerie pour cette personne.',
    'status.registered': 'Annoncé',
    'status.partial': 'Partiel',
    'status.preliminary': 'Préliminaire',
    'status.final': 'Final',
    'status.amended': 'Modifié',
    'status.corrected': 'Corrigé',
    'status.appended': 'Complété',
    'status.cancelled': 'Annulé',
    'status.entered-in-error': 'Saisi par erreur',
    'status.unknown': 'État inconnu',
    'modality.CR': 'Radiographie',
    'modality.DX': 'Radiographie',
    'modality.CT': 'Tomodensitométrie',
    'modality.MR': 'Résonance magnétique',
    'modality.US': 'Échographie',
    'modality.MG': 'Mammographie',
    'modality.NM': 'Médecine nucléaire',
    'modality.PT': 'Tomographie par émission de positrons',
    'modality.XA': 'Angiographie',
    'modality.RF': 'Radioscopie',
    'modality.ECG': 'Électrocardiogramme',
    'modality.OT': 'Autre',
  },
  {
    title: 'Imaging',
    'title.reports': 'Imaging reports',
    'exam.untitled': 'Imaging exam',
    'exam.undated': 'Unknown date',
    place: 'Place',
    report: 'Report',
    'report.none': 'No report received for this exam.',
    'report.noText': 'The text of this report is not available here.',
    'report.by': 'Signed by {name}',
    'report.date': 'Report of',
    'pictures.show': '{count, plural, one {See the image} other {See the # images}}',
    'pictures.hide': 'Close the images',
    'pictures.notConnected':
      '{count, plural, one {# image exists; pictures are not connected here.} other {# images exist; pictures are not connected here.}}',
    interpretation:
      'These exams are released to you in spite of the refusal, to interpret a new exam. Nothing else of the record is.',
    'none.title': 'No imaging exam.',
    'none.reports': 'No imaging report.',
    'reason.nothing-received': 'No source has sent an imaging exam for this person.',
    'status.registered': 'Announced',
    'status.partial': 'Partial',
    'status.preliminary': 'Preliminary',
    'status.final': 'Final',
    'status.amended': 'Amended',
    'status.corrected': 'Corrected',
    'status.appended': 'Appended',
    'status.cancelled': 'Cancelled',
    'status.entered-in-error': 'Entered in error',
    'status.unknown': 'Unknown status',
    'modality.CR': 'Radiography',
    'modality.DX': 'Radiography',
    'modality.CT': 'Computed tomography',
    'modality.MR': 'Magnetic resonance',
    'modality.US': 'Ultrasound',
    'modality.MG': 'Mammography',
    'modality.NM': 'Nuclear medicine',
    'modality.PT': 'Positron emission tomography',
    'modality.XA': 'Angiography',
    'modality.RF': 'Fluoroscopy',
    'modality.ECG': 'Electrocardiogram',
    'modality.OT': 'Other',
  },
);

type Key = (typeof texts)['keys'][number];

const isKey = (key: string): key is Key => (texts.keys as readonly string[]).includes(key);

/** Text key of a FHIR report status. */
export const statusKey = (status: string): Key => {
  const key = `status.${status}`;
  return isKey(key) ? key : 'status.unknown';
};

/** Text key of a DICOM modality; undefined when only its code can be shown. */
export const modalityKey = (modality: string): Key | undefined => {
  const key = `modality.${modality}`;
  return isKey(key) ? key : undefined;
};
