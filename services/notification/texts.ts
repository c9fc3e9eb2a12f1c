import { defineTexts } from '@continuum/ui-language';

export const texts = defineTexts(
  'notification',
  {
    title: 'Avis d’accès',
    description:
      'Un courriel peut vous dire que ce dossier a été consulté. Le message ne contient aucun renseignement de santé et ne nomme personne\u00a0: il vous invite à vous connecter.',
    unavailable:
      'Les avis par courriel ne sont pas offerts pour l’instant. La liste ci-dessous dit qui a consulté ce dossier.',
    change: 'Changer',
    close: 'Fermer',
    'now.off': 'Aucun avis n’est envoyé pour les consultations de ce dossier.',
    'now.each': 'Un avis est envoyé à chaque consultation de ce dossier.',
    'now.weekly': 'Un avis est envoyé une fois par semaine, s’il y a eu des consultations de ce dossier.',
    frequency: 'M’aviser',
    off: 'Jamais',
    each: 'À chaque consultation',
    'each.detail': 'Au plus un courriel par heure\u00a0: ce qui suit y est regroupé.',
    weekly: 'Une fois par semaine',
    'weekly.detail': 'Seulement s’il y a eu des consultations.',
    email: 'Adresse courriel',
    'email.detail': 'La même pour tous les dossiers que vous suivez. Un code y est envoyé pour la confirmer.',
    'email.wrong': 'Écrivez une adresse complète, par exemple prenom.nom@exemple.ca.',
    save: 'Enregistrer',
    saved: 'Votre choix est enregistré.',
    'state.confirmed': 'Les avis sont envoyés à {email}.',
    'state.to-confirm':
      'Un code a été envoyé à {email}. Aucun avis ne part tant que vous ne l’avez pas inscrit ici.',
    'state.expired':
      'L’adresse {email} n’est pas confirmée, et le code ne sert plus. Faites-en envoyer un autre.',
    'state.refused':
      'L’adresse {email} refuse nos messages depuis le {at}. Plus rien n’y est envoyé. Corrigez-la, ou faites envoyer un nouveau code pour la confirmer de nouveau.',
    delayed:
      'Un message attend\u00a0: le serveur de courriel ne l’a pas encore accepté. Il est essayé de nouveau.',
    code: 'Code à six chiffres',
    confirm: 'Confirmer l’adresse',
    confirmed: 'L’adresse est confirmée.',
    again: 'Envoyer un nouveau code',
    sent: 'Un code est envoyé.',
    always:
      'Si une restriction que vous avez demandée est levée pour un danger, un avis vous est envoyé à cette adresse, quel que soit votre choix.',
  },
  {
    title: 'Access notices',
    description:
      'You may be told by e-mail when this record is opened. The message has no health information and names nobody: it invites you to sign in.',
    unavailable: 'Notices by e-mail are not offered for now. The list below says who opened this record.',
    change: 'Change',
    close: 'Close',
    'now.off': 'You are not told when this record is opened.',
    'now.each': 'You are told at each access to this record.',
    'now.weekly': 'You are told once a week of accesses to this record.',
    frequency: 'Tell me',
    off: 'Never',
    each: 'At each access',
    'each.detail': 'At most one e-mail an hour: what follows is gathered in it.',
    weekly: 'Once a week',
    'weekly.detail': 'Only when the record was opened.',
    email: 'E-mail address',
    'email.detail': 'The same for every record that you follow. A code is sent to it, to confirm it.',
    'email.wrong': 'Write a complete address, such as first.last@example.ca.',
    save: 'Save',
    saved: 'Your choice is saved.',
    'state.confirmed': 'Notices are sent to {email}.',
    'state.to-confirm': 'A code was sent to {email}. No notice leaves until you enter it here.',
    'state.expired':
      'The address {email} is not confirmed, and the code serves no more. Have another one sent.',
    'state.refused':
      'The address {email} has refused our messages since {at}. Nothing more is sent to it. Correct it, or have a new code sent to confirm it again.',
    delayed: 'A message waits: the mail server has not taken it yet. It is tried again.',
    code: 'Six-digit code',
    confirm: 'Confirm the address',
    confirmed: 'The address is confirmed.',
    again: 'Send a new code',
    sent: 'A code is sent.',
    always:
      'If a restriction that you asked for is overridden because of a danger, you are told at this address, whatever you choose.',
  },
);
