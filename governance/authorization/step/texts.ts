import { defineTexts } from '@continuum/ui-language';

export const texts = defineTexts(
  'authorization-step',
  {
    'ask.renew-until': 'Jusqu’au',
    'ask.remind': 'Un courriel lui demande de renouveler son certificat, avec sa clé, avant ce jour.',
    'ask.confirm-review': 'Cette personne a encore besoin de cet accès. Votre nom et la date sont conservés.',
    'ask.reorder': 'Une clé est commandée; l’identité sera vérifiée à sa remise, comme la première fois.',
    'ask.reason': 'Motif',
    'ask.confirm': 'Confirmer',
    'ask.piece': 'Pièce {n}',
    'ask.end': 'Ses 2 à 4 derniers caractères',
    'ask.pieces': 'Deux pièces de deux sortes. N’inscrivez jamais leur numéro : seulement la fin.',
    'ask.avi': 'Agente ou agent de vérification d’identité',
    'ask.avi.none': 'Personne n’a cette charge; la gestion opérationnelle nomme une ou un AVI.',
    'ask.avi.near': 'Région de la personne : {region}',
    'ask.avi.nobody-near': 'Personne n’a cette charge dans la région de la personne ({region}).',
    'ask.avi.others': 'Autres régions',
    'ask.avi.no-region': 'région non précisée',
    'ask.end.aga':
      '{name} ne valide ni n’accepte plus de demandes, et ne gère plus les clés. Les demandes en cours restent aux autres AGA.',
    'ask.end.tvi':
      '{name} ne vérifie plus d’identité par vidéo et n’agit plus sur les clés. Les remises en cours restent aux autres TVI.',
    'ask.end.avi':
      '{name} ne vérifie plus d’identité en personne et n’agit plus sur les clés. Les clés qui lui sont confiées restent à remettre : le TVI les confie à une ou un autre AVI.',
    'ask.end.rest':
      'Cette charge seule prend fin, tout de suite : les autorisations d’accès de la personne ne changent pas. Elle reste sur la liste, terminée.',
    'ask.user-name': 'Nom d’utilisateur de la personne',
    'ask.user-name.help':
      'Lettres minuscules, chiffres et traits d’union. Celui qu’elle a déjà reste le sien.',
    'piece.drivers-licence': 'Permis de conduire',
    'piece.passport': 'Passeport',
    'piece.permanent-resident-card': 'Carte de résident permanent',
    'piece.citizenship-certificate': 'Certificat de citoyenneté',
    'piece.indian-status-card': 'Certificat de statut d’Indien',
    'piece.employee-card': 'Carte d’employé',
    'piece.professional-order-card': 'Carte d’un ordre professionnel',
    'code.title': 'Le code d’enrôlement',
    'code.text':
      'Dites-le à la personne pendant la rencontre. Elle l’entre à la page d’entrée, touche sa clé et choisit son NIP. Il sert une fois, et ne se relit pas.',
    'code.done': 'C’est dit',
  },
  {
    'ask.renew-until': 'Until',
    'ask.remind': 'An e-mail asks them to renew their certificate, with their key, before that day.',
    'ask.confirm-review': 'This person still needs this access. Your name and the date are kept.',
    'ask.reorder': 'A key is ordered; the identity is verified when it is handed over, like the first time.',
    'ask.reason': 'Reason',
    'ask.confirm': 'Confirm',
    'ask.piece': 'Piece {n}',
    'ask.end': 'Its last 2 to 4 characters',
    'ask.pieces': 'Two pieces of two kinds. Never write their number: only its end.',
    'ask.avi': 'Identity verification agent',
    'ask.avi.none': 'Nobody holds this office; operations appoint an AVI.',
    'ask.avi.near': 'The person’s region: {region}',
    'ask.avi.nobody-near': 'Nobody holds this office in the person’s region ({region}).',
    'ask.avi.others': 'Other regions',
    'ask.avi.no-region': 'region not said',
    'ask.end.aga':
      '{name} neither validates nor accepts requests any more, and no longer manages keys. Requests under way stay with the other AGAs.',
    'ask.end.tvi':
      '{name} no longer verifies identity by video nor acts on keys. Handovers under way stay with the other TVIs.',
    'ask.end.avi':
      '{name} no longer verifies identity in person nor acts on keys. Keys that are with them remain to be handed over: the TVI gives them to another AVI.',
    'ask.end.rest':
      'Only this office ends, at once: the person’s access authorizations do not change. It stays on the list, as ended.',
    'ask.user-name': 'The person’s user name',
    'ask.user-name.help': 'Lower case letters, digits and hyphens. One that they have already stays theirs.',
    'piece.drivers-licence': 'Driver’s licence',
    'piece.passport': 'Passport',
    'piece.permanent-resident-card': 'Permanent resident card',
    'piece.citizenship-certificate': 'Citizenship certificate',
    'piece.indian-status-card': 'Certificate of Indian status',
    'piece.employee-card': 'Employee card',
    'piece.professional-order-card': 'Card of a professional order',
    'code.title': 'The enrolment code',
    'code.text':
      'Tell it to the person in the meeting. They enter it on the sign-in page, touch their key and choose its PIN. It serves once, and cannot be read again.',
    'code.done': 'It is told',
  },
);
