import type { Profile } from './actor.ts';
import type { Domain } from './domain.ts';
import type { PurposeOfUse } from './purpose.ts';

/** What one profile may do, and who says so. */
export interface MatrixRow {
  /** What it may act for, the usual one first. */
  purposes: readonly PurposeOfUse[];
  reads: readonly Domain[];
  writes: readonly Domain[];
  /** Domains where it may add what is new, and change nothing that stands. */
  creates?: readonly Domain[];
  /** May it see clinical resources that name no usager? */
  readsUnowned?: true;
  /** May a system take what it reads in bulk (Bulk Data Access)? */
  exports?: true;
  /** Where the rule comes from, or `à valider`. */
  source: string;
  /** Of a cell (a domain, a purpose) that has a source of its own; the others have the row's. */
  sources?: Readonly<Partial<Record<Domain | PurposeOfUse, string>>>;
}

/** A row for each profile. */
export type Matrix = Readonly<Record<Profile, MatrixRow>>;

const three: readonly Domain[] = ['medication', 'laboratory', 'imaging'];
const known: readonly Domain[] = ['identity', 'registry'];
const none: MatrixRow = { purposes: [], reads: [], writes: [], source: 'fermé par défaut' };

/**
 * Profile × domain × action × purpose: what a profile may is what its row and the row of the purpose
 * (`purposes.data.ts`) both say. It is version 1, with which an installation begins (`matrixVersion`); those after it are
 * data of the installation, each checked by `check-matrix.ts`.
 */
export const matrix: Matrix = {
  physician: {
    purposes: ['TREAT', 'BTG'],
    reads: [...known, ...three, 'summary'],
    writes: ['medication', 'summary'],
    source: 'Règlement sur les autorisations d’accès: médecin, trois domaines; sommaire à valider',
  },
  radiologist: {
    purposes: ['TREAT', 'INTERPRET', 'BTG'],
    reads: [...known, ...three, 'summary'],
    writes: [],
    source: 'Médecin, trois domaines; P-9.0001: le spécialiste qui interprète l’examen; à valider',
  },
  pharmacist: {
    purposes: ['TREAT', 'BTG'],
    reads: [...known, 'medication', 'laboratory'],
    writes: ['medication'],
    source: 'Règlement sur les autorisations d’accès: pharmacien, médicament et laboratoire',
  },
  nurse: {
    purposes: ['TREAT', 'BTG'],
    reads: [...known, ...three],
    writes: [],
    source: 'à valider',
  },
  archivist: {
    purposes: ['HOPERAT', 'PATRQT'],
    reads: [...known, 'directive'],
    writes: ['identity', 'directive'],
    source: 'à valider',
    sources: {
      PATRQT: 'P-9.0001: registre des refus; qui inscrit à la demande de la personne, à valider',
      directive: 'P-9.0001: registre des refus; au comptoir seulement (counter.ts), à valider',
    },
  },
  'access-manager': { purposes: ['HOPERAT'], reads: ['registry'], writes: [], source: 'à valider' },
  surveillance: { purposes: ['HCOMPL'], reads: [...known, 'journal'], writes: [], source: 'à valider' },
  certification: { purposes: ['HOPERAT'], reads: ['registry'], writes: [], source: 'à valider' },
  operations: { purposes: ['HOPERAT', 'HSYSADMIN'], reads: known, writes: ['registry'], source: 'à valider' },
  citizen: {
    purposes: ['PATRQT'],
    reads: [...known, ...three, 'summary', 'directive'],
    writes: ['directive'],
    source: 'P-9.0001; FAQ Mon dossier santé',
  },
  'laboratory-system': {
    purposes: ['TREAT'],
    reads: [...known, 'laboratory'],
    writes: ['laboratory'],
  creates: ['registry'],
    source: 'Aide-mémoire DSQ: obligations des organismes autorisés',
  },
  'pharmacy-system': {
    purposes: ['TREAT'],
    reads: [...known, 'medication', 'laboratory'],
    writes: ['medication'],
  creates: ['registry'],
    source: 'Aide-mémoire DSQ: obligations des organismes autorisés',
  },
  'imaging-system': {
    purposes: ['TREAT'],
    reads: [...known, 'imaging'],
    writes: ['imaging'],
  creates: ['registry'],
    source: 'Aide-mémoire DSQ: obligations des organismes autorisés',
  },
  'hospital-system': {
    purposes: ['TREAT'],
    reads: [...known, ...three, 'summary', 'audit'],
    writes: [...known, ...three, 'summary', 'directive', 'audit'],
    readsUnowned: true,
    exports: true,
    source: 'à valider; en démonstration, écrit tous les types',
  },
  'emr-system': {
    purposes: ['TREAT'],
    reads: [...known, ...three, 'summary'],
    writes: ['medication', 'summary'],
  creates: ['registry'],
    exports: true,
    source: 'à valider',
  },
  'patient-registry-feed': {
    purposes: ['TREAT', 'HOPERAT'],
    reads: known,
    writes: ['identity'],
    source: 'contrat de la démonstration',
  },
  platform: {
    purposes: ['HOPERAT', 'HSYSADMIN'],
    reads: known,
    writes: ['registry'],
    source: 'interne: rien n’est divulgué',
  },
  none,
};

/** Number of this table, and from when it has been in force. */
export const matrixVersion = { number: 1, version: '2026-11', effective: '2026-11-01' };
