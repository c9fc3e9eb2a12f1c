import type { Profile } from './actor.ts';
import type { Domain } from './domain.ts';
import type { PurposeOfUse } from './purpose.ts';

/** What no version of the matrix may change, whoever asks: the law's, or what keeps the others changeable. */
export const matrixLimits = {
  /** Rows that are the software's own. */
  fixed: ['platform', 'none'] as readonly Profile[],
  /** Purposes that are one profile's or some profiles' alone. */
  purposeOf: { PATRQT: ['citizen', 'archivist'], INTERPRET: ['radiologist'] } as Readonly<
    Partial<Record<PurposeOfUse, readonly Profile[]>>
  >,
  /** Profiles that act for no other purpose: in their own portal a refusal does not hide. */
  actsOnlyFor: { citizen: ['PATRQT'] } as Readonly<Partial<Record<Profile, readonly PurposeOfUse[]>>>,
  /** Who may add to or change a domain that is somebody else's word. */
  writers: {
    journal: [],
    directive: ['citizen', 'archivist', 'hospital-system'],
    audit: ['hospital-system', 'emr-system', 'laboratory-system', 'pharmacy-system', 'imaging-system'],
  } as Readonly<Partial<Record<Domain, readonly Profile[]>>>,
  /** Who may read one: a refusal cannot be inferred by anybody else. Staff does at the counter alone (`counter.ts`). */
  readers: { directive: ['citizen', 'archivist'] } as Readonly<Partial<Record<Domain, readonly Profile[]>>>,
  /** Where each limit comes from. */
  source: {
    'purpose-closed': 'P-9.0001: aucun bris de glace; santé publique à valider',
    'purpose-of-others': 'P-9.0001: exception de l’interprétation; demande de la personne elle-même',
    'not-their-word': 'P-9.0001: registre des refus; journalisation',
    'not-theirs-to-read': 'P-9.0001: la directive n’est montrée qu’à la personne, et à qui l’inscrit à sa demande',
    'own-rights': 'P-9.0001: la personne voit son dossier et décide des refus',
    'last-editor': 'contrat: une version se corrige par une autre',
    fixed: 'interne: rien n’est divulgué; fermé par défaut',
  },
} as const;

/**
 * Who changes the matrix: proposing and putting in force are two persons' acts, of these profiles, for HOPERAT; à valider.
 * Proposing asks besides that the table gives writing the register, putting in force reading it.
 */
export const matrixEditors = {
  propose: ['operations'] as readonly Profile[],
  adopt: ['operations', 'certification'] as readonly Profile[],
  look: ['operations', 'certification', 'surveillance', 'access-manager'] as readonly Profile[],
} as const;
