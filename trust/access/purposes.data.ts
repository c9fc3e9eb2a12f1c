import type { Domain } from './domain.ts';
import { ownPurposeSystem, type PurposeOfUse, purposeSystem } from './purpose.ts';

/** What a purpose is, and the most that it reaches, whoever acts for it; the profile's row narrows it further. */
export interface PurposeRow {
  system: string;
  /** As its code system displays it. */
  display: string;
  reads: readonly Domain[];
  writes: readonly Domain[];
  /** An application that acts for a person needs a token that names it: it is never what a token means without saying. */
  named?: true;
  /** Where the rule comes from, or `à valider`. */
  source: string;
}

const known: readonly Domain[] = ['identity', 'registry'];
const clinical: readonly Domain[] = ['medication', 'laboratory', 'imaging', 'summary'];
const v3 = { system: purposeSystem };
const nothing = { reads: [], writes: [] };

/** Purpose × domain. Dated like the matrix (`matrixVersion`); given to profiles there. */
export const purposes: Readonly<Record<PurposeOfUse, PurposeRow>> = {
  TREAT: {
    ...v3,
    display: 'treatment',
    reads: [...known, ...clinical, 'audit'],
    writes: [...known, ...clinical, 'directive', 'audit'],
    source: 'P-9.0001: offrir un service de santé; les dépôts des sources en font partie',
  },
  INTERPRET: {
    system: ownPurposeSystem,
    display: 'interpretation of a new imaging exam',
    reads: [...known, 'imaging'],
    writes: [],
    named: true,
    source: 'P-9.0001: seule exception au refus; modalités à valider (interpretation.data.ts)',
  },
  // The override of a restriction, never of a refusal: besides the purpose, a window that its holder opened by a signed act.
  BTG: {
    ...v3,
    display: 'break the glass',
    reads: [...known, ...clinical],
    writes: [],
    named: true,
    source: 'R-22.1: malgré une restriction, danger pour la vie ou l’intégrité; articles et modalités à valider',
  },
  PATRQT: {
    ...v3,
    display: 'patient requested',
    reads: [...known, ...clinical, 'directive'],
    writes: ['directive'],
    source: 'P-9.0001; FAQ Mon dossier santé',
  },
  HOPERAT: {
    ...v3,
    display: 'healthcare operations',
    reads: known,
    writes: known,
    source: 'à valider',
  },
  HSYSADMIN: {
    ...v3,
    display: 'health system administration',
    reads: ['registry'],
    writes: ['registry'],
    source: 'à valider',
  },
  // Misuse is watched because the law says so: compliance, not the surveillance of diseases.
  HCOMPL: {
    ...v3,
    display: 'health compliance',
    reads: [...known, 'journal'],
    writes: [],
    source: 'P-9.0001: journalisation et surveillance des accès; code à valider',
  },
  PUBHLTH: {
    ...v3,
    display: 'public health',
    ...nothing,
    source: 'fermé: aucun profil de santé publique; à valider',
  },
  ETREAT: {
    ...v3,
    display: 'Emergency Treatment',
    ...nothing,
    source: 'fermé: P-9.0001 n’a pas de bris de glace; l’urgence est un soin (TREAT)',
  },
};
