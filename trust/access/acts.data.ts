import type { Profile } from './actor.ts';
import type { Domain } from './domain.ts';

/** An act that a person signs with their own key: what is done, to what, by whom. */
export interface ActRow {
  /** Code of what is done; the activity of its Provenance. */
  code: string;
  /** Its name, part of what is signed. */
  display: string;
  /** Resource type of the act. */
  type: string;
  /** The profile that it is of: the act claims it, and is held to it. */
  profile: string;
  /** A new resource, or a new version of one that the same person signed. */
  change: 'create' | 'update';
  /** Who may. The matrix must permit the write besides, but for what the act opens. */
  profiles: readonly Profile[];
  /** The domain that this act writes for who signs it, though their row of the matrix does not: this act, and nothing else there. */
  opens?: Domain;
  /** Where the rule comes from, or `à valider`. */
  source: string;
}

/** System of the codes of acts. */
export const actSystem = 'https://continuum.health/fhir/CodeSystem/act';

/** Of a PractitionerRole that is an access granted, and not what a register says of somebody. */
export const accessGrantProfile = 'https://continuum.health/fhir/StructureDefinition/continuum-access-grant';

const prescription = 'https://continuum.health/fhir/StructureDefinition/continuum-medication-request';

const release = 'https://continuum.health/fhir/StructureDefinition/continuum-result-release';

/**
 * The acts that exist; nobody signs another one. What a row's type names, persons write by its acts alone.
 */
export const acts = [
  {
    code: 'prescribe',
    display: 'Ordonnance',
    type: 'MedicationRequest',
    profile: prescription,
    change: 'create',
    profiles: ['physician'],
    source: 'Règlement sur les autorisations d’accès: le médecin crée des ordonnances électroniques',
  },
  {
    code: 'cancel-prescription',
    display: 'Annulation d’une ordonnance',
    type: 'MedicationRequest',
    profile: prescription,
    change: 'update',
    profiles: ['physician'],
    source: 'à valider: qui a prescrit annule',
  },
  {
    code: 'grant-access',
    display: 'Octroi d’une autorisation d’accès',
    type: 'PractitionerRole',
    profile: accessGrantProfile,
    change: 'create',
    // And, of these, the AGA alone: the workflow prepares it for nobody else (governance/authorization).
    profiles: ['access-manager'],
    opens: 'registry',
    source: 'Aide-mémoire Introduction DSQ: l’AGA accepte la demande du GAA; signature à valider',
  },
  {
    code: 'adopt-matrix',
    display: 'Mise en vigueur d’une version de la matrice d’accès',
    type: 'Library',
    profile: 'https://continuum.health/fhir/StructureDefinition/continuum-access-matrix',
    change: 'create',
    // And, of these, nobody who wrote the version: the workflow prepares it for nobody else (governance/matrix).
    profiles: ['operations', 'certification'],
    opens: 'registry',
    source: 'à valider: qui met en vigueur une version de la matrice la signe',
  },
  {
    code: 'certify',
    display: 'Attestation d’une version d’un produit',
    type: 'VerificationResult',
    profile: 'https://continuum.health/fhir/StructureDefinition/continuum-certification',
    change: 'create',
    profiles: ['certification'],
    opens: 'registry',
    source: 'TGV: attestation d’une version d’un produit; qui la signe à valider',
  },
  {
    code: 'withdraw-certification',
    display: 'Retrait de l’attestation d’une version d’un produit',
    type: 'VerificationResult',
    profile: 'https://continuum.health/fhir/StructureDefinition/continuum-certification-withdrawal',
    // Of its own, so that what was attested stays as it was signed, and whoever certifies may withdraw it.
    change: 'create',
    profiles: ['certification'],
    opens: 'registry',
    source: 'à valider: qui certifie retire, avec une raison',
  },
  {
    code: 'override',
    display: 'Dérogation à une restriction',
    type: 'AuditEvent',
    profile: 'https://continuum.health/fhir/StructureDefinition/continuum-override',
    change: 'create',
    profiles: ['physician', 'radiologist', 'pharmacist', 'nurse'],
    opens: 'audit',
    source: 'R-22.1: l’intervenant documente ce qui l’oblige à passer outre; professions à valider',
  },
  {
    code: 'release-result',
    display: 'Libération d’un résultat',
    type: 'Task',
    profile: release,
    change: 'create',
    profiles: ['physician'],
    source: 'FAQ Mon dossier santé: la prescriptrice ou le prescripteur libère; autres professions à valider',
  },
  {
    code: 'hold-result',
    display: 'Retenue d’un résultat',
    type: 'Task',
    profile: release,
    change: 'create',
    profiles: ['physician'],
    source: 'FAQ Mon dossier santé: retenue d’au plus 30 jours; au-delà de l’ordonnance, à valider',
  },
] as const satisfies readonly ActRow[];

/** Codes of the acts that exist. */
export type ActCode = (typeof acts)[number]['code'];
