import type { Standing } from '@continuum/registries-practitioner';
import { byRule, type Refusal } from './refusal.ts';

/** Profiles that a GAA may ask for, and the order whose members alone have them; null: of no order. */
const requestable: Readonly<Record<string, { order: string | null; source: string }>> = {
  physician: { order: 'CMQ', source: 'Règlement sur les autorisations d’accès: médecin' },
  radiologist: { order: 'CMQ', source: 'à valider' },
  pharmacist: { order: 'OPQ', source: 'Règlement sur les autorisations d’accès: pharmacien' },
  nurse: { order: 'OIIQ', source: 'à valider' },
  archivist: { order: null, source: 'à valider' },
};

export const requestableProfiles = Object.keys(requestable);

/** What is asked for somebody, as the registers know them. */
export interface Asked {
  person: Standing | undefined;
  organization: { id: string; active: boolean } | undefined;
  /** Ids of the organization’s places. */
  places: readonly string[];
  profile: string;
  askedPlaces: readonly string[];
  starts: string;
  ends?: string;
  today: string;
}

type Check = (asked: Asked) => Refusal | undefined;

const isThere: Check = ({ person, organization }) => {
  const works = person?.positions.some(position => position.organization === organization?.id);
  if (person?.active && organization?.active && works) return undefined;
  return byRule(
    'not-there',
    'practitioner: le Registre des intervenants ne dit pas que cette personne exerce à cet organisme.',
    'practitioner: the register of intervenants does not say that this person practises at this organization.',
  );
};

const hasProfile: Check = ({ person, profile }) => {
  const rule = Object.hasOwn(requestable, profile) ? requestable[profile] : undefined;
  if (rule === undefined)
    return byRule(
      'profile',
      `profile: une ou un GAA demande l’un de ces profils: ${requestableProfiles.join(', ')}.`,
      `profile: a GAA asks for one of these profiles: ${requestableProfiles.join(', ')}.`,
    );
  if (rule.order === null || person?.orders.includes(rule.order)) return undefined;
  return byRule(
    'order',
    `practitioner: ce profil est réservé aux membres en règle de l’ordre ${rule.order}, avec un permis.`,
    `practitioner: this profile is for licensed members in good standing of the order ${rule.order}.`,
    rule.source,
  );
};

const hasPlaces: Check = ({ places, askedPlaces }) =>
  askedPlaces.length > 0 && askedPlaces.every(place => places.includes(place))
    ? undefined
    : byRule(
        'places',
        'places: nommez un lieu ou plus, de cet organisme.',
        'places: name one place or more, of this organization.',
      );

const hasPeriod: Check = ({ starts, ends, today }) =>
  ends === undefined || (ends >= starts && ends >= today)
    ? undefined
    : byRule(
        'period',
        'ends: la période finit avant de commencer, ou est déjà passée.',
        'ends: the period ends before it begins, or is over already.',
      );

const checks: readonly Check[] = [isThere, hasProfile, hasPlaces, hasPeriod];

/** The first rule that a request does not meet; undefined when it meets all. */
export const checkRequest: Check = asked => {
  for (const check of checks) {
    const refusal = check(asked);
    if (refusal) return refusal;
  }
  return undefined;
};
