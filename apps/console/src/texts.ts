import { defineTexts } from '@continuum/ui-language';

export const texts = defineTexts(
  'console',
  {
    product: 'Console',
    promise: 'Chaque demande, son âge et sa prochaine étape.',
    'point.one': 'Rien n’est perdu\u00a0: ce qui attend une personne est ici, du plus ancien au plus récent.',
    'point.two': 'Rien n’est rattaché par supposition\u00a0: vous comparez, vous décidez.',
    'point.three': 'Chaque geste est inscrit au journal, à votre nom.',
    rights: 'Droits des personnes',
    'rights.lead':
      'Dossier complet, rectification, plainte\u00a0: chaque demande, son âge, son délai et sa prochaine étape.',
    request: 'Demande d’une personne',
    access: 'Autorisations d’accès',
    'access.lead':
      'De la demande à la clé en main\u00a0: ce qui vous attend, son âge, et la prochaine étape.',
    certification: 'Certification',
    'certification.lead':
      'Quelle version de quel produit satisfait les exigences, jusqu’à quand, et qui l’a signé.',
    matrix: 'Matrice d’accès',
    'matrix.lead':
      'Qui peut lire, ajouter et écrire quoi, pour quel motif, et d’où vient chaque règle. Chaque version a sa date; aucune ne s’efface.',
    'my-access': 'Mon accès',
    'my-access.lead': 'Vos autorisations, les conditions que vous avez acceptées, et qui joindre.',
    remote: 'Accès à distance',
    'remote.lead':
      'Les réseaux qui sont des lieux de pratique habituels, et les appareils déclarés pour y accéder d’ailleurs.',
    'my-remote': 'Mon accès à distance',
    'my-remote.lead':
      'De votre domicile ou de celui d’un patient\u00a0: les appareils que vous avez déclarés.',
    surveillance: 'Surveillance',
    'surveillance.lead':
      'Les signalements et les dossiers d’abord, puis ce que les règles ont relevé. Une personne trie, une autre décide.',
    case: 'Dossier de surveillance',
    rules: 'Règles d’alerte',
    'rules.lead':
      'Ce qui est surveillé, pourquoi, et avec quels seuils; essayé sur le passé avant d’être allumé.',
    report: 'Signaler',
    'report.lead':
      'Un incident, ou un usage qui vous paraît inapproprié. Un dossier s’ouvre et la surveillance le traite.',
    sessions: 'Mes sessions',
    'sessions.lead': 'Les navigateurs où une session est ouverte en votre nom.',
    keys: 'Mes clés',
    'keys.lead':
      'Ce qui vous ouvre la porte et signe en votre nom\u00a0: leur état, et quoi faire quand il change.',
    identification: 'Identification',
    'identification.title': 'File d’identification',
    'identification.lead':
      'Ces dépôts nomment quelqu’un que le Registre des usagers n’a pas reconnu exactement. Ils sont conservés; rien n’est rattaché par supposition.',
    deposits: 'Dépôts à traiter',
    'deposits.lead': 'Ce qui n’a pas pu être utilisé, avec le problème, l’original et la suite à donner.',
    directives: 'Refus et restrictions',
    'directives.lead':
      'Au comptoir ou par lettre\u00a0: ce qu’une personne refuse de communiquer ou cache à certains, inscrit à sa demande, preuve d’identité à l’appui.',
    organizations: 'Organismes',
    'organizations.lead':
      'Qui dépose des renseignements, par quels systèmes, et depuis quand ils se taisent.',
    'people-keys': 'Clés des personnes',
    'people-keys.lead':
      'Qui peut entrer, et avec quelle clé. Deux personnes de la gestion des accès répondent de chaque clé\u00a0: l’une invite, l’autre active.',
    certificates: 'Certificats',
    overrides: 'Dérogations',
    'overrides.lead':
      'Les restrictions que des intervenantes et intervenants ont outrepassées. Deux personnes examinent chacune.',
    'certificates.lead': 'Ce que l’autorité a délivré aux personnes, aux organismes et aux systèmes.',
    'none.title': 'Aucune section de la console n’est ouverte à votre profil',
    'none.text': 'Les cliniciennes et cliniciens utilisent le Visualiseur.',
    'none.go': 'Ouvrir le Visualiseur',
  },
  {
    product: 'Console',
    promise: 'Each request, its age and its next step.',
    'point.one': 'Nothing is lost: what waits for a person is here, oldest first.',
    'point.two': 'Nothing is attached by guess: you compare, you decide.',
    'point.three': 'Each act is in the journal, under your name.',
    rights: 'Rights of persons',
    'rights.lead':
      'Complete record, rectification, complaint: each request, its age, its delay and its next step.',
    request: 'Request of a person',
    access: 'Access authorizations',
    'access.lead': 'From the request to the key in hand: what waits for you, its age, and the next step.',
    certification: 'Certification',
    'certification.lead':
      'Which version of which product meets the requirements, until when, and who signed it.',
    matrix: 'Access matrix',
    'matrix.lead':
      'Who may read, add and write what, for which purpose, and where each rule comes from. Each version has its date; none is erased.',
    'my-access': 'My access',
    'my-access.lead': 'Your authorizations, the conditions that you accepted, and whom to reach.',
    remote: 'Remote access',
    'remote.lead':
      'The networks that are usual places of practice, and the devices declared to access from elsewhere.',
    'my-remote': 'My remote access',
    'my-remote.lead': 'From your home or a patient’s: the devices that you declared.',
    surveillance: 'Surveillance',
    'surveillance.lead':
      'Reports and cases first, then what the rules found. One person triages, another decides.',
    case: 'Case',
    rules: 'Alert rules',
    'rules.lead':
      'What is watched, why, and with which thresholds; tried on the past before it is turned on.',
    report: 'Report',
    'report.lead':
      'An incident, or a use that seems inappropriate to you. A case is opened and surveillance handles it.',
    sessions: 'My sessions',
    'sessions.lead': 'The browsers where a session is open in your name.',
    keys: 'My keys',
    'keys.lead':
      'What opens the door to you and signs in your name: their state, and what to do when it changes.',
    identification: 'Identification',
    'identification.title': 'Identification queue',
    'identification.lead':
      'These deposits name somebody whom the register of usagers did not recognize exactly. They are kept; nothing is attached by guess.',
    deposits: 'Deposits to handle',
    'deposits.lead': 'What could not be used, with the problem, the original and what to do next.',
    directives: 'Refusals and restrictions',
    'directives.lead':
      'At the counter or by letter: what a person refuses to release or hides from some, registered at their request, with proof of identity.',
    organizations: 'Organizations',
    'organizations.lead': 'Who deposits information, through which systems, and since when they are silent.',
    'people-keys': 'Keys of people',
    'people-keys.lead':
      'Who may come in, and with which key. Two of those who manage access answer for each key: one invites, the other activates.',
    certificates: 'Certificates',
    overrides: 'Overrides',
    'overrides.lead': 'The restrictions that providers overrode. Two persons review each.',
    'certificates.lead': 'What the authority issued to persons, organizations and systems.',
    'none.title': 'No section of the console is open to your profile',
    'none.text': 'Clinicians use the Visualiseur.',
    'none.go': 'Open the Visualiseur',
  },
);
