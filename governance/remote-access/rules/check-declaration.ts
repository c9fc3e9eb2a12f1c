import type { Standing } from '@continuum/registries-practitioner';
import { byRule, type Refusal } from './refusal.ts';

const letter = 'Lettre aux ordres professionnels, Accès à distance au DSQ, 13 juillet 2022';

/** An authorization in force of somebody: what the law authorizes them by, and at which places. */
export interface InForce {
  id: string;
  profile: string;
  organization: { id: string; name: string };
  places: string[];
}

/** What somebody declares. */
export interface Declaring {
  /** Id of the access authorization, in force, whose place the home extends. */
  authorization: string;
  /** Id of the usual place. */
  place: string;
  kind: 'home' | 'patient-home';
  /** Of one's own home: its municipality, no more. */
  municipality?: string;
  /** What its holder calls the device. */
  deviceName: string;
  /** Version of the conditions that were read. */
  conditions: string;
}

/** A declaration and what the registers and the authorizations say that day. */
export interface Declared {
  asked: Declaring;
  standing: Standing | undefined;
  authorizations: readonly InForce[];
  version: string;
}

type Check = (declared: Declared) => Refusal | undefined;

const isMember: Check = ({ standing }) =>
  standing?.active && standing.orders.length > 0
    ? undefined
    : byRule(
        'Le Registre des intervenants ne vous dit membre d’aucun ordre professionnel, avec un permis: l’accès à distance n’est que pour les membres.',
        'The register of intervenants does not say that you are a licensed member of a professional order: remote access is for members alone.',
        letter,
      );

const isAuthorized: Check = ({ asked, authorizations }) => {
  const authorization = authorizations.find(({ id }) => id === asked.authorization);
  if (authorization?.places.includes(asked.place)) return undefined;
  return byRule(
    'place: choisissez un lieu où votre autorisation d’accès est en vigueur.',
    'place: choose a place where your access authorization is in force.',
    letter,
  );
};

const saysWhere: Check = ({ asked: { kind, municipality = '' } }) => {
  if ((kind === 'home') === (municipality.trim() !== '')) return undefined;
  return kind === 'home'
    ? byRule(
        'municipality: dites la municipalité de votre domicile.',
        'municipality: say the municipality of your home.',
      )
    : byRule(
        'municipality: rien ne se garde du domicile d’un patient; laissez ce champ vide.',
        'municipality: nothing is kept of a patient’s home; leave it empty.',
      );
};

const hasRead: Check = ({ asked, version }) =>
  asked.conditions === version
    ? undefined
    : byRule(
        'conditions: elles ont changé; relisez-les, puis recommencez.',
        'conditions: they have changed; read them again, then begin again.',
      );

const checks: readonly Check[] = [isMember, isAuthorized, saysWhere, hasRead];

/** The first rule that a declaration does not meet; undefined when it meets all. */
export function checkDeclaration(declared: Declared): Refusal | undefined {
  for (const check of checks) {
    const refusal = check(declared);
    if (refusal) return refusal;
  }
  return undefined;
}
