/** A ground of an override, as it is chosen, dated. */
interface Ground {
  code: string;
  fr: string;
  /** Since when it may be chosen. */
  effective: string;
  /** Where the rule comes from, or `à valider`. */
  source: string;
}

const source = 'R-22.1: danger pour la vie ou l’intégrité, consentement impossible à obtenir en temps utile; à valider';
const since = { effective: '2024-07-01', source };

/** What endangers the person. */
export const dangers = [
  { code: 'life', fr: 'Danger pour la vie', ...since },
  { code: 'integrity', fr: 'Danger pour l’intégrité', ...since },
] as const satisfies readonly Ground[];

/** Why their consent cannot be had in time. */
export const noConsents = [
  { code: 'unconscious', fr: 'La personne ne peut pas s’exprimer', ...since },
  { code: 'incapable', fr: 'La personne ne peut pas consentir, et qui décide pour elle est injoignable', ...since },
  { code: 'no-time', fr: 'Le temps manque', ...since },
] as const satisfies readonly Ground[];

export type Danger = (typeof dangers)[number]['code'];
export type NoConsent = (typeof noConsents)[number]['code'];

/** Characters of the provider's own words. */
export const reasonLength = { least: 10, most: 500 } as const;
