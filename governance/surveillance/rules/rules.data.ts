import type { Rule } from './rule.ts';

const count = (value: number, fr: string, en: string, least = 1, most = 100_000) => ({
  ...{ value, least, most },
  unit: { fr, en },
});

const law = 'P-9.0001 et R-22.1: journalisation et surveillance des accès; seuils à valider';
const inquiry = 'Enquêtes publiques de la CAI sur la consultation de dossiers de proches; à valider';

/** Every rule, in the order in which they are shown. Thresholds are the installation's to change, after a replay. */
export const rules: readonly Rule[] = [
  {
    ...{ id: 'own-record', version: 1, state: 'on', source: inquiry, parameters: {} },
    name: { fr: 'Son propre dossier', en: 'Own record' },
    reason: {
      fr: 'Une personne qui travaille consulte son propre dossier par son portail, non par ses accès de travail.',
      en: 'A person who works looks at their own record on their portal, not by their access for work.',
    },
    comparison: {
      fr: '{looks} consultation(s) d’un dossier aux mêmes nom, prénom et {by} que la personne.',
      en: '{looks} look(s) at a record with the person’s own names and {by}.',
    },
  },
  {
    ...{ id: 'household', version: 1, state: 'on', source: inquiry },
    name: { fr: 'Même foyer ou même nom', en: 'Same household or surname' },
    reason: {
      fr: 'Consulter le dossier d’un proche hors d’une relation de soins est un usage inapproprié fréquent.',
      en: 'Looking at a relative’s record outside care is a frequent inappropriate use.',
    },
    comparison: {
      fr: '{looks} consultation(s): {why}; lien de soins: {link}.',
      en: '{looks} look(s): {why}; evidence of care: {link}.',
    },
    // A name that is this frequent says nothing of kinship.
    parameters: { namesakes: count(25, 'personnes du même nom parmi le personnel', 'staff of the same name') },
  },
  {
    ...{ id: 'colleague', version: 1, state: 'on', source: inquiry, parameters: {} },
    name: { fr: 'Collègue', en: 'Colleague' },
    reason: {
      fr: 'Le dossier d’une ou d’un collègue, sans lien de soins, relève de la curiosité jusqu’à preuve du contraire.',
      en: 'A colleague’s record, without evidence of care, is curiosity until shown otherwise.',
    },
    comparison: {
      fr: '{looks} consultation(s) du dossier d’une personne qui travaille au même organisme, sans lien de soins.',
      en: '{looks} look(s) at the record of somebody who works at the same organization, without evidence of care.',
    },
  },
  {
    ...{ id: 'no-care-link', version: 1, state: 'on', source: law },
    name: { fr: 'Aucun lien de soins', en: 'No care link' },
    reason: {
      fr: 'L’accès est permis pour des soins: l’absence de preuve ne bloque pas, elle se vérifie.',
      en: 'Access is for care: the absence of evidence blocks nothing, it is looked into.',
    },
    comparison: {
      fr: '{usagers} dossiers sans lien de soins dans la journée, sur {all} consultés (seuils: {least} et {share} %).',
      en: '{usagers} records without evidence of care that day, of {all} looked at (thresholds: {least} and {share} %).',
    },
    parameters: {
      days: count(365, 'jours où la preuve est cherchée', 'days in which evidence is sought', 1, 3650),
      least: count(5, 'dossiers', 'records'),
      share: count(50, '% des dossiers du jour', '% of the day’s records', 1, 100),
    },
  },
  {
    ...{ id: 'volume', version: 1, state: 'on', source: law },
    name: { fr: 'Volume inhabituel', en: 'Unusual volume' },
    reason: {
      fr: 'Beaucoup plus de dossiers que d’habitude, et que ses pairs: collecte ou clé prêtée.',
      en: 'Many more records than usual, and than peers: harvesting, or a key that was lent.',
    },
    comparison: {
      fr: '{usagers} dossiers dans la journée; médiane de la personne: {own}; de ses pairs: {peers}.',
      en: '{usagers} records that day; the person’s median: {own}; their peers’: {peers}.',
    },
    parameters: {
      least: count(40, 'dossiers', 'records'),
      own: count(3, 'fois sa médiane', 'times their median', 1, 100),
      peers: count(3, 'fois la médiane des pairs', 'times the peers’ median', 1, 100),
    },
  },
  {
    ...{ id: 'odd-hours', version: 1, state: 'on', source: law },
    name: { fr: 'Heures inhabituelles', en: 'Odd hours' },
    reason: {
      fr: 'Des consultations la nuit par quelqu’un qui ne travaille pas la nuit.',
      en: 'Looks in the night by somebody who does not work nights.',
    },
    comparison: {
      fr: '{looks} consultations entre {from} h et {to} h; nuits travaillées dans les 28 derniers jours: {nights} sur {days}.',
      en: '{looks} looks between {from}:00 and {to}:00; nights worked in the last 28 days: {nights} of {days}.',
    },
    parameters: {
      least: count(3, 'consultations', 'looks'),
      habit: count(2, 'nuits qui font une habitude', 'nights that make a habit', 1, 28),
    },
  },
  {
    ...{ id: 'watched-record', version: 1, state: 'on', source: 'à valider', parameters: {} },
    name: { fr: 'Dossier sous attention', en: 'Watched record' },
    reason: {
      fr: 'Le dossier d’une personne connue ou menacée attire la curiosité: chaque consultation sans lien de soins se vérifie.',
      en: 'The record of somebody well known or threatened draws curiosity: each look without evidence of care is looked into.',
    },
    comparison: {
      fr: '{looks} consultation(s) d’un dossier sous attention, sans lien de soins.',
      en: '{looks} look(s) at a watched record, without evidence of care.',
    },
  },
  {
    ...{ id: 'refusal-probing', version: 1, state: 'on', source: law },
    name: { fr: 'Insistance devant un refus', en: 'Refusal probing' },
    reason: {
      fr: 'Essayer encore, ou chez plusieurs personnes, ce qu’un refus ferme.',
      en: 'Trying again, or with several people, what a refusal closes.',
    },
    comparison: {
      fr: '{tries} essais sans résultat auprès de {usagers} personne(s) qui refusent (seuils: {one} pour une, {several} personnes).',
      en: '{tries} tries without result at {usagers} who refuse (thresholds: {one} for one, {several} people).',
    },
    parameters: {
      one: count(10, 'essais chez une personne', 'tries at one person'),
      several: count(5, 'personnes', 'people'),
    },
  },
  {
    ...{ id: 'impossible-travel', version: 1, state: 'on', source: law },
    name: { fr: 'Deux endroits à la fois', en: 'Two places at once' },
    reason: {
      fr: 'La même clé à deux adresses en alternance rapide: quelqu’un d’autre s’en sert.',
      en: 'The same key at two addresses in quick alternation: somebody else uses it.',
    },
    comparison: {
      fr: '{changes} passages d’une adresse à l’autre en moins de {minutes} minutes, entre {addresses} adresses.',
      en: '{changes} changes of address within {minutes} minutes, among {addresses} addresses.',
    },
    parameters: {
      minutes: count(10, 'minutes entre deux entrées', 'minutes between two entries', 1, 240),
      changes: count(4, 'passages', 'changes'),
    },
  },
  {
    ...{ id: 'remote-undeclared', version: 1, state: 'on', source: 'à valider', parameters: {} },
    name: { fr: 'À distance sans déclaration', en: 'Remote without declaration' },
    reason: {
      fr: 'Le travail à distance se déclare: un appareil d’ailleurs que personne n’a déclaré est à vérifier.',
      en: 'Remote work is declared: a device elsewhere that nobody declared is looked into.',
    },
    comparison: {
      fr: '{entries} entrée(s) depuis un lieu qui n’a pas été déclaré.',
      en: '{entries} entries from a place that was not declared.',
    },
  },
  {
    ...{ id: 'sequential-nam', version: 1, state: 'on', source: law },
    name: { fr: 'NAM cherchés en suite', en: 'Sequential NAM look-ups' },
    reason: {
      fr: 'Chercher des NAM qui se suivent, c’est deviner qui existe.',
      en: 'Looking up NAMs that follow each other is guessing who exists.',
    },
    comparison: {
      fr: '{lookups} NAM voisins cherchés en suite en {minutes} minutes (seuil: {least}).',
      en: '{lookups} neighbouring NAMs looked up in a row within {minutes} minutes (threshold: {least}).',
    },
    parameters: {
      least: count(4, 'NAM', 'NAMs', 2),
      minutes: count(30, 'minutes', 'minutes', 1, 1440),
    },
  },
  {
    ...{ id: 'employment-ended', version: 1, state: 'on', source: law, parameters: {} },
    name: { fr: 'Après la fin d’emploi', en: 'After end of employment' },
    reason: {
      fr: 'Le registre dit que la personne n’exerce plus là, et son accès sert encore.',
      en: 'The register says that the person does not work there any more, and their access still serves.',
    },
    comparison: {
      fr: '{entries} entrée(s) au nom d’un organisme quitté le {last}.',
      en: '{entries} entries on behalf of an organization left on {last}.',
    },
  },
];
