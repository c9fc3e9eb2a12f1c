import { defineTexts } from '@continuum/ui-language';

export const texts = defineTexts(
  'authorization-leaving',
  {
    'leaving.open': 'Départ',
    'leaving.title': 'Départ de {name}',
    'leaving.why': 'Pourquoi',
    'leaving.employment-ended': 'Fin d’emploi : tout prend fin à cet organisme',
    'leaving.order-suspended': 'Suspension par l’ordre : tout prend fin, partout',
    'leaving.preview': 'Ce qui prendra fin, aussitôt',
    'leaving.authorizations': 'Autorisations',
    'leaving.requests': 'Demandes en cours',
    'leaving.offices': 'Charges',
    'leaving.sessions': 'Sessions ouvertes',
    'leaving.sessions.count':
      '{count, plural, =0 {Aucune} one {# session sera fermée} other {# sessions seront fermées}}',
    'leaving.nothing': 'Aucune',
    'leaving.warning': 'Cela ne se défait pas : pour revenir, la personne passe par une nouvelle demande.',
    'leaving.confirm': 'Mettre fin à tout',
    'leaving.done':
      'C’est fait : {authorizations, plural, one {# autorisation} other {# autorisations}}, {requests, plural, one {# demande} other {# demandes}}, {offices, plural, one {# charge} other {# charges}} et {sessions, plural, one {# session} other {# sessions}} ont pris fin.',
    'ask.reason': 'Motif',
  },
  {
    'leaving.open': 'Departure',
    'leaving.title': 'Departure of {name}',
    'leaving.why': 'Why',
    'leaving.employment-ended': 'End of employment: everything ends at this organization',
    'leaving.order-suspended': 'Suspension by the order: everything ends, everywhere',
    'leaving.preview': 'What will end, at once',
    'leaving.authorizations': 'Authorizations',
    'leaving.requests': 'Requests under way',
    'leaving.offices': 'Offices',
    'leaving.sessions': 'Open sessions',
    'leaving.sessions.count':
      '{count, plural, =0 {None} one {# session will be closed} other {# sessions will be closed}}',
    'leaving.nothing': 'None',
    'leaving.warning': 'This cannot be undone: to come back, the person goes through a new request.',
    'leaving.confirm': 'End everything',
    'leaving.done':
      'Done: {authorizations, plural, one {# authorization} other {# authorizations}}, {requests, plural, one {# request} other {# requests}}, {offices, plural, one {# office} other {# offices}} and {sessions, plural, one {# session} other {# sessions}} have ended.',
    'ask.reason': 'Reason',
  },
);
