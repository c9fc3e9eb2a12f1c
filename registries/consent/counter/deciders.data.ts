import type { Decider, IncapacityProof } from './counter-view.ts';

/** Who decides, between which ages: `from` included, `until` not. */
interface DeciderRow extends Decider {
  from: number;
  until: number;
  source: string;
}

const always = 200;

/** What shows that somebody of 14 to 17 cannot decide; a tutorship to the person of full age is itself by judgment. */
const incapacity: readonly IncapacityProof[] = ['medical-assessment', 'judgment'];

/**
 * Who decides for whom on refusals and restrictions. From 14 the person alone, unless incapable: then whom the law
 * names. Between 14 and 17 it is who would decide under 14, with what shows the incapacity: neither P-9.0001 nor
 * says in which form. Since 2022-11-01 nobody new is a curator; those named before still are, until their review.
 */
export const deciders: readonly DeciderRow[] = [
  { relationship: 'self', proofs: [], from: 14, until: always, source: 'C.c.Q. art. 14; P-9.0001; à valider' },
  {
    relationship: 'parental-authority',
    proofs: ['birth-act', 'judgment'],
    ...{ from: 0, until: 14, source: 'C.c.Q. art. 14 et 192; à valider' },
  },
  {
    relationship: 'tutor',
    proofs: ['tutorship-act', 'judgment'],
    ...{ from: 0, until: 14, source: 'C.c.Q. art. 14 et 200; à valider' },
  },
  {
    relationship: 'parental-authority',
    proofs: ['birth-act', 'judgment'],
    incapacity,
    ...{ from: 14, until: 18, source: 'Personne mineure inapte: C.c.Q. art. 192; preuve de l’inaptitude à valider' },
  },
  {
    relationship: 'tutor',
    proofs: ['tutorship-act', 'judgment'],
    incapacity,
    ...{ from: 14, until: 18, source: 'Personne mineure inapte: C.c.Q. art. 200; preuve de l’inaptitude à valider' },
  },
  {
    relationship: 'tutor',
    proofs: ['judgment'],
    ...{ from: 18, until: always, source: 'Personne inapte: C.c.Q. art. 15 et 256; à valider' },
  },
  {
    relationship: 'curator',
    proofs: ['judgment'],
    ...{ from: 18, until: always, source: 'Personne inapte, régime d’avant le 2022-11-01; à valider' },
  },
  {
    relationship: 'mandatary',
    proofs: ['homologated-mandate'],
    ...{ from: 18, until: always, source: 'Personne inapte, mandat homologué: C.c.Q. art. 2166; à valider' },
  },
];

/**
 * How many identity documents, of different kinds. Source: Mon dossier santé asks clinics and archives for two with a photo
 * to be sure of who somebody is; for the register of refusals, à valider.
 */
export const pieces = 2;
