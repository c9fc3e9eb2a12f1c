import { defineTexts } from '@continuum/ui-language';

export const texts = defineTexts(
  'own-copy',
  {
    title: 'Télécharger',
    description:
      'Vous pouvez obtenir sans frais une copie de ce que la plateforme détient à votre sujet. Chaque copie est inscrite dans la liste des accès.',
    'record.pdf': 'Dossier complet, à lire ou à imprimer',
    'record.pdf.detail':
      'Document PDF\u00a0: identité, médicaments, laboratoire, imagerie, sommaire et choix, avec leurs dates et leurs sources.',
    'record.json': 'Dossier complet, pour un logiciel',
    'record.json.detail':
      'Fichier FHIR (Bundle)\u00a0: chaque renseignement tel qu’il est conservé, avec les documents joints et la provenance.',
    'summary.pdf': 'Sommaire de santé, à lire ou à imprimer',
    'summary.pdf.detail':
      'Document PDF\u00a0: l’essentiel, à remettre à une professionnelle ou à un professionnel, ici ou en voyage.',
    'summary.json': 'Sommaire de santé, pour un logiciel',
    'summary.json.detail': 'Fichier FHIR (International Patient Summary).',
    download: 'Télécharger',
    'download.what': 'Télécharger\u00a0: {what}',
    preparing: 'La copie se prépare…',
    received: '{megabytes} Mo reçus',
    stop: 'Arrêter',
    done: 'La copie est enregistrée dans vos téléchargements.',
    'interrupted.title': 'La copie a été interrompue',
    interrupted:
      'La connexion s’est coupée avant la fin\u00a0: rien n’a été enregistré. Vérifiez votre connexion, puis recommencez.',
    again: 'Recommencer',
    secret:
      'Sur un appareil que d’autres utilisent, effacez le fichier après l’avoir remis ou imprimé\u00a0: il contient des renseignements confidentiels.',
  },
  {
    title: 'Download',
    description:
      'You may get, free of charge, a copy of what the platform holds about you. Each copy is in the list of accesses.',
    'record.pdf': 'Complete record, to read or print',
    'record.pdf.detail':
      'PDF document: identity, medications, laboratory, imaging, summary and choices, with their dates and sources.',
    'record.json': 'Complete record, for software',
    'record.json.detail':
      'FHIR file (Bundle): each piece of information as it is kept, with attached documents and provenance.',
    'summary.pdf': 'Health summary, to read or print',
    'summary.pdf.detail': 'PDF document: the essential, to hand to a professional, here or on a journey.',
    'summary.json': 'Health summary, for software',
    'summary.json.detail': 'FHIR file (International Patient Summary).',
    download: 'Download',
    'download.what': 'Download: {what}',
    preparing: 'The copy is being prepared…',
    received: '{megabytes} MB received',
    stop: 'Stop',
    done: 'The copy is saved in your downloads.',
    'interrupted.title': 'The copy was interrupted',
    interrupted:
      'The connection was cut before the end: nothing was saved. Check your connection, then begin again.',
    again: 'Begin again',
    secret:
      'On a device that others use, erase the file once it is handed over or printed: it contains confidential information.',
  },
);
