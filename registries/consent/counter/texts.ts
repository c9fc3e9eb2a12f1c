import { defineTexts } from '@continuum/ui-language';

export const counterTexts = defineTexts(
  'consent-counter',
  {
    'request.title': 'Qui demande, et comment',
    'request.text':
      'Vérifiez d’abord qui demande. Le genre de pièce suffit\u00a0: son numéro n’est jamais inscrit. Rien du dossier clinique ne vous est montré.',
    'request.change': 'Modifier la demande',
    'request.means': 'Comment la demande est-elle arrivée?',
    'means.in-person': 'La personne se présente au comptoir',
    'means.mail': 'Une lettre a été reçue',
    received: 'Reçue le',
    'received.help': 'Le jour où la demande a été faite ou la lettre reçue.',
    'decider.label': 'Qui décide?',
    'decider.none': 'Le registre n’a pas de date de naissance complète pour cette personne',
    'decider.none.text':
      'Qui décide dépend de l’âge\u00a0: faites compléter la date de naissance dans le Registre des usagers, puis revenez.',
    'decider.child':
      'Moins de 14 ans\u00a0: la personne titulaire de l’autorité parentale ou la tutrice ou le tuteur décide.',
    'decider.own':
      'À partir de 14 ans, la personne décide seule. Pour une personne inapte, qui la représente décide, preuve à l’appui.',
    'decider.name': 'Nom de la personne qui décide',
    'decider.proof': 'Preuve du lien ou de la qualité',
    'decider.incapacity': 'Ce qui montre l’inaptitude',
    'decider.incapacity.help':
      'De 14 à 17 ans, la personne décide seule, sauf inaptitude. Inscrivez ce qui a été vu, jamais ce que cela dit (à valider).',
    'identity.label': 'Pièces d’identité de la personne qui décide',
    'identity.help': 'Deux pièces de genres différents, avec photo (à valider).',
    'identity.nth': 'Pièce {number}',
    'seen.nth': 'Pièce {number}, vue comment?',
    choose: 'Choisissez',
    'request.submit': 'Continuer vers les choix',
    'wrong.received': 'Écrivez un jour, aujourd’hui ou passé (AAAA-MM-JJ).',
    'wrong.name': 'Écrivez le nom, sans aucun numéro.',
    'wrong.proof': 'Choisissez la preuve présentée.',
    'wrong.incapacity': 'Choisissez ce qui montre l’inaptitude.',
    'wrong.identity': 'Choisissez deux pièces de genres différents.',
    'speak.title': 'Lisez ces questions à la personne',
    'speak.text':
      'Les phrases s’adressent à elle. Montrez-lui «\u00a0Ce que cela veut dire\u00a0» avant d’enregistrer\u00a0: elle y lit ce que chacun verra et ne verra pas. Elle verra dans le Carnet qui a enregistré son choix, et comment.',
    'facts.means': 'Demande',
    'facts.decider': 'Décide',
    'facts.identity': 'Identité vérifiée',
  },
  {
    'request.title': 'Who asks, and how',
    'request.text':
      'Verify first who asks. The kind of document is enough: its number is never written down. Nothing of the clinical record is shown to you.',
    'request.change': 'Change the request',
    'request.means': 'How did the request come?',
    'means.in-person': 'The person comes to the counter',
    'means.mail': 'A letter was received',
    received: 'Received on',
    'received.help': 'The day on which the request was made, or the letter received.',
    'decider.label': 'Who decides?',
    'decider.none': 'The register has no complete birth date for this person',
    'decider.none.text':
      'Who decides depends on the age: have the birth date completed in the register of usagers, then come back.',
    'decider.child': 'Under 14: the holder of parental authority or the tutor decides.',
    'decider.own':
      'From 14, the person decides alone. For an incapable person, whoever represents them decides, with proof.',
    'decider.name': 'Name of whoever decides',
    'decider.proof': 'Proof of the relationship or quality',
    'decider.incapacity': 'What shows the incapacity',
    'decider.incapacity.help':
      'From 14 to 17, the person decides alone, unless incapable. Write what was seen, never what it says (to be validated).',
    'identity.label': 'Identity documents of whoever decides',
    'identity.help': 'Two documents of different kinds, with a photo (to be validated).',
    'identity.nth': 'Document {number}',
    'seen.nth': 'Document {number}, seen how?',
    choose: 'Choose',
    'request.submit': 'Go on to the choices',
    'wrong.received': 'Write a day, today or past (YYYY-MM-DD).',
    'wrong.name': 'Write the name, without any number.',
    'wrong.proof': 'Choose the proof that was shown.',
    'wrong.incapacity': 'Choose what shows the incapacity.',
    'wrong.identity': 'Choose two documents of different kinds.',
    'speak.title': 'Read these questions to the person',
    'speak.text':
      'The sentences speak to them. Show them “What this means” before you register: they read there what each will and will not see. They will see in the Carnet who registered their choice, and how.',
    'facts.means': 'Request',
    'facts.decider': 'Decides',
    'facts.identity': 'Identity verified',
  },
);
