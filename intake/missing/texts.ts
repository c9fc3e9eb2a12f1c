import { defineTexts } from '@continuum/ui-language';

export const texts = defineTexts(
  'missing',
  {
    some: '{count, plural, one {Des renseignements peuvent manquer : une raison connue} other {Des renseignements peuvent manquer : # raisons connues}}',
    restricted:
      'Une restriction de cette personne vous vise : des renseignements peuvent ne pas vous être montrés.',
    'identification-waiting':
      'Un envoi reçu le {since} attend d’être rattaché au bon dossier; il pourrait concerner cette personne.',
    'source-does-not-send': '{source} : rien n’est communiqué pour ce domaine.',
    'source-does-not-send.since': '{source} : rien n’est communiqué pour ce domaine depuis le {since}.',
    'source-silent': '{source} : rien n’a été reçu depuis le {last}.',
    'category-not-sent': '{source} : {category}, non communiqué.',
    'category-not-sent.since': '{source} : {category}, non communiqué depuis le {since}.',
    'other-sources':
      '{count, plural, one {Un autre organisme ne communique rien pour ce domaine.} other {# autres organismes ne communiquent rien pour ce domaine.}}',
  },
  {
    some: '{count, plural, one {Information may be missing: one known reason} other {Information may be missing: # known reasons}}',
    restricted: 'A restriction of this person names you: some information may not be shown to you.',
    'identification-waiting':
      'Something received on {since} waits to be attached to the right record; it may be about this person.',
    'source-does-not-send': '{source}: nothing is sent for this domain.',
    'source-does-not-send.since': '{source}: nothing is sent for this domain since {since}.',
    'source-silent': '{source}: nothing was received since {last}.',
    'category-not-sent': '{source}: {category}, not sent.',
    'category-not-sent.since': '{source}: {category}, not sent since {since}.',
    'other-sources':
      '{count, plural, one {Another organization sends nothing for this domain.} other {# other organizations send nothing for this domain.}}',
  },
);
