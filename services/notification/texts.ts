import { defineTexts } from '@continuum/ui-language';

export const texts = defineTexts(
  'notification',
  {
    title: 'Avis d’accès et de demandes',
    description:
      'Un courriel ou un message texte peut vous dire que ce dossier a été consulté, ou qu’une demande a avancé. Le message ne contient aucun renseignement de santé et ne nomme personne\u00a0: il vous invite à vous connecter.',
    unavailable:
      'Les avis ne sont pas offerts pour l’instant. La liste ci-dessous dit qui a consulté ce dossier.',
    change: 'Changer',
    close: 'Fermer',
    'now.off': 'Aucun avis n’est envoyé pour les consultations de ce dossier.',
    'now.each': 'Un avis est envoyé à chaque consultation de ce dossier\u00a0: {ways}.',
    'now.weekly':
      'Un avis est envoyé une fois par semaine, s’il y a eu des consultations de ce dossier\u00a0: {ways}.',
    'now.requests': 'Un avis est envoyé quand une demande avance, ou que son délai est écoulé\u00a0: {ways}.',
    requests: 'M’aviser des demandes',
    'requests.detail':
      'Dossier complet, rectification, plainte\u00a0: quand une étape est franchie, ou que le délai de réponse est écoulé.',
    frequency: 'M’aviser des consultations',
    off: 'Jamais',
    each: 'À chaque consultation',
    'each.detail': 'Au plus un avis par heure\u00a0: ce qui suit y est regroupé.',
    weekly: 'Une fois par semaine',
    'weekly.detail': 'Seulement s’il y a eu des consultations.',
    channels: 'De quelle façon',
    'channels.none': 'Choisissez au moins une façon d’être avisé, ou «\u00a0Jamais\u00a0».',
    'way.email': 'Courriel',
    'way.sms': 'Message texte (SMS)',
    'by.email': 'par courriel',
    'by.sms': 'par message texte',
    'way.push': 'Notification sur mes appareils',
    'by.push': 'par notification sur vos appareils',
    devices: 'Appareils où les notifications sont activées',
    'device.here': 'Notifications sur cet appareil',
    'device.detail':
      'Le message est chiffré pour ce navigateur. Il s’affiche même quand le Carnet est fermé\u00a0: activez-le seulement sur un appareil qui est à vous.',
    'device.unsupported':
      'Ce navigateur n’offre pas les notifications. Sur un iPhone ou un iPad, ajoutez d’abord le Carnet à l’écran d’accueil.',
    'device.not-permitted':
      'Ce navigateur bloque les notifications du Carnet. Permettez-les dans ses réglages pour ce site, puis recommencez.',
    'device.unreachable':
      'Le service de notification de ce navigateur ne répond pas. Recommencez plus tard, ou choisissez une autre façon.',
    'device.on': 'Les notifications sont activées sur cet appareil.',
    'device.off': 'Les notifications n’y sont plus envoyées.',
    'device.listed': '{name}, depuis le {at}',
    'device.listed-here': '{name} (cet appareil), depuis le {at}',
    'device.remove': 'Retirer',
    'device.remove.of': 'Retirer {name}',
    'push.none': 'Activez d’abord les notifications sur un appareil, ci-dessus.',
    email: 'Adresse courriel',
    'email.detail': 'La même pour tous les dossiers que vous suivez. Un code y est envoyé pour la confirmer.',
    'email.wrong': 'Écrivez une adresse complète, par exemple prenom.nom@exemple.ca.',
    mobile: 'Numéro de cellulaire',
    'mobile.detail':
      'Le même pour tous les dossiers que vous suivez. Un code y est envoyé par message texte pour le confirmer; le tarif de votre fournisseur s’applique.',
    'mobile.shape':
      'Écrivez un numéro de cellulaire avec l’indicatif régional, par exemple 514\u00a0555-0199.',
    'mobile.elsewhere':
      'Aucun message texte n’est envoyé dans ce pays. Donnez un numéro du Canada ou des États-Unis, ou choisissez le courriel.',
    save: 'Enregistrer',
    saved: 'Votre choix est enregistré.',
    'email.confirmed': 'Les avis par courriel sont envoyés à {address}.',
    'email.to-confirm':
      'Un code a été envoyé à {address}. Aucun avis n’y est envoyé tant que vous ne l’avez pas inscrit ici.',
    'email.expired':
      'L’adresse {address} n’est pas confirmée, et le code ne sert plus. Faites-en envoyer un autre.',
    'email.refused':
      'L’adresse {address} refuse nos messages depuis le {at}. Plus rien n’y est envoyé. Corrigez-la, ou faites envoyer un nouveau code pour la confirmer de nouveau.',
    'email.delayed':
      'Un message attend\u00a0: le serveur de courriel ne l’a pas encore accepté. Il est essayé de nouveau.',
    'sms.confirmed': 'Les avis par message texte sont envoyés au {address}.',
    'sms.to-confirm':
      'Un code a été envoyé par message texte au {address}. Aucun avis n’y est envoyé tant que vous ne l’avez pas inscrit ici.',
    'sms.expired':
      'Le numéro {address} n’est pas confirmé, et le code ne sert plus. Faites-en envoyer un autre.',
    'sms.refused':
      'Le numéro {address} refuse nos messages depuis le {at}. Plus rien n’y est envoyé. Corrigez-le, ou faites envoyer un nouveau code pour le confirmer de nouveau.',
    'sms.delayed':
      'Un message texte attend\u00a0: le réseau ne l’a pas encore accepté. Il est essayé de nouveau.',
    code: 'Code à six chiffres',
    'confirm.email': 'Confirmer l’adresse',
    'confirm.sms': 'Confirmer le numéro',
    'done.email': 'L’adresse est confirmée.',
    'done.sms': 'Le numéro est confirmé.',
    again: 'Envoyer un nouveau code',
    sent: 'Un code est envoyé.',
    always:
      'Si une restriction que vous avez demandée est levée pour un danger, un avis vous est envoyé, quel que soit votre choix.',
  },
  {
    title: 'Notices of accesses and requests',
    description:
      'You may be told by e-mail or text message when this record is opened, or when a request goes further. The message has no health information and names nobody: it invites you to sign in.',
    unavailable: 'Notices are not offered for now. The list below says who opened this record.',
    change: 'Change',
    close: 'Close',
    'now.off': 'You are not told when this record is opened.',
    'now.each': 'You are told at each access to this record: {ways}.',
    'now.weekly': 'You are told once a week of accesses to this record: {ways}.',
    'now.requests': 'You are told when a request goes a step further, or when its delay is over: {ways}.',
    requests: 'Tell me of requests',
    'requests.detail':
      'Complete record, rectification, complaint: when a step is taken, or when the delay for an answer is over.',
    frequency: 'Tell me of accesses',
    off: 'Never',
    each: 'At each access',
    'each.detail': 'At most one notice an hour: what follows is gathered in it.',
    weekly: 'Once a week',
    'weekly.detail': 'Only when the record was opened.',
    channels: 'By which way',
    'channels.none': 'Choose at least one way to be told, or "Never".',
    'way.email': 'E-mail',
    'way.sms': 'Text message (SMS)',
    'by.email': 'by e-mail',
    'by.sms': 'by text message',
    'way.push': 'Notification on my devices',
    'by.push': 'by a notification on your devices',
    devices: 'Devices on which notifications are on',
    'device.here': 'Notifications on this device',
    'device.detail':
      'The message is encrypted for this browser. It shows even when the Carnet is closed: turn it on only on a device of yours.',
    'device.unsupported':
      'This browser has no notifications. On an iPhone or iPad, add the Carnet to the home screen first.',
    'device.not-permitted':
      'This browser blocks the notifications of the Carnet. Allow them in its settings for this site, then try again.',
    'device.unreachable':
      'The push service of this browser does not answer. Try again later, or choose another way.',
    'device.on': 'Notifications are on, on this device.',
    'device.off': 'No more notifications are sent to it.',
    'device.listed': '{name}, since {at}',
    'device.listed-here': '{name} (this device), since {at}',
    'device.remove': 'Remove',
    'device.remove.of': 'Remove {name}',
    'push.none': 'Turn notifications on, on a device, above, first.',
    email: 'E-mail address',
    'email.detail': 'The same for every record that you follow. A code is sent to it, to confirm it.',
    'email.wrong': 'Write a complete address, such as first.last@example.ca.',
    mobile: 'Mobile number',
    'mobile.detail':
      'The same for every record that you follow. A code is sent to it by text message, to confirm it; the rates of your provider apply.',
    'mobile.shape': 'Write a mobile number with its area code, such as 514 555-0199.',
    'mobile.elsewhere':
      'No text message is sent to that country. Give a number of Canada or the United States, or choose e-mail.',
    save: 'Save',
    saved: 'Your choice is saved.',
    'email.confirmed': 'Notices by e-mail are sent to {address}.',
    'email.to-confirm': 'A code was sent to {address}. No notice is sent to it until you enter it here.',
    'email.expired':
      'The address {address} is not confirmed, and the code serves no more. Have another one sent.',
    'email.refused':
      'The address {address} has refused our messages since {at}. Nothing more is sent to it. Correct it, or have a new code sent to confirm it again.',
    'email.delayed': 'A message waits: the mail server has not taken it yet. It is tried again.',
    'sms.confirmed': 'Notices by text message are sent to {address}.',
    'sms.to-confirm':
      'A code was sent by text message to {address}. No notice is sent to it until you enter it here.',
    'sms.expired':
      'The number {address} is not confirmed, and the code serves no more. Have another one sent.',
    'sms.refused':
      'The number {address} has refused our messages since {at}. Nothing more is sent to it. Correct it, or have a new code sent to confirm it again.',
    'sms.delayed': 'A text message waits: the network has not taken it yet. It is tried again.',
    code: 'Six-digit code',
    'confirm.email': 'Confirm the address',
    'confirm.sms': 'Confirm the number',
    'done.email': 'The address is confirmed.',
    'done.sms': 'The number is confirmed.',
    again: 'Send a new code',
    sent: 'A code is sent.',
    always:
      'If a restriction that you asked for is overridden because of a danger, you are told, whatever you choose.',
  },
);
