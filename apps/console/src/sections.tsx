import {
  IconAdjustments,
  IconBuildingHospital,
  IconCertificate,
  IconEyeExclamation,
  IconEyeSearch,
  IconFileAlert,
  IconHandStop,
  IconHome,
  IconKey,
  IconMessageReport,
  IconRosetteDiscountCheck,
  IconTable,
  IconUserCheck,
  IconUserQuestion,
} from '@tabler/icons-react';

/**
 * Sections of the console, in order, and the profiles whose work they are; some, the act of an office instead
 * (`/api/credential/acts`). The server decides again.
 */
export const sections = [
  {
    path: '/identification',
    key: 'identification',
    icon: IconUserQuestion,
    profiles: ['archivist', 'operations'],
  },
  { path: '/depots', key: 'deposits', icon: IconFileAlert, profiles: ['archivist', 'operations'] },
  { path: '/refus', key: 'directives', icon: IconHandStop, profiles: ['archivist'] },
  { path: '/cles', key: 'people-keys', icon: IconKey, act: 'see-keys' },
  { path: '/certificats', key: 'certificates', icon: IconCertificate, act: 'see-certificates' },
  { path: '/derogations', key: 'overrides', icon: IconEyeExclamation, profiles: ['surveillance'] },
  {
    path: '/acces',
    key: 'access',
    icon: IconUserCheck,
    // A GAA may be a physician, a pharmacist…; who has no office is told so.
    profiles: ['access-manager', 'operations', 'physician', 'pharmacist'],
  },
  { path: '/surveillance', key: 'surveillance', icon: IconEyeSearch, profiles: ['surveillance'] },
  { path: '/droits', key: 'rights', icon: IconMessageReport, profiles: ['archivist', 'surveillance'] },
  { path: '/regles', key: 'rules', icon: IconAdjustments, profiles: ['surveillance'] },
  {
    path: '/a-distance',
    key: 'remote',
    icon: IconHome,
    profiles: ['access-manager', 'operations', 'physician', 'pharmacist'],
  },
  {
    path: '/certification',
    key: 'certification',
    icon: IconRosetteDiscountCheck,
    profiles: ['certification'],
  },
  {
    path: '/matrice',
    key: 'matrix',
    icon: IconTable,
    profiles: ['operations', 'certification', 'surveillance', 'access-manager'],
  },
  {
    path: '/organismes',
    key: 'organizations',
    icon: IconBuildingHospital,
    profiles: ['archivist', 'operations', 'access-manager', 'certification', 'surveillance'],
  },
] as const;

/** The sections open to a profile, and to the acts of the offices that whoever looks holds. */
export const sectionsOf = (profile: string, acts: ReadonlySet<string>) =>
  sections.filter(section =>
    'act' in section ? acts.has(section.act) : (section.profiles as readonly string[]).includes(profile),
  );
