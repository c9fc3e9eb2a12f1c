import {
  IconBuildingHospital,
  IconCertificate,
  IconFileAlert,
  IconKey,
  IconUserCheck,
  IconUserQuestion,
} from '@tabler/icons-react';

/** Sections of the console, in order, and the profiles whose work they are. The server decides again. */
export const sections = [
  {
    path: '/identification',
    key: 'identification',
    icon: IconUserQuestion,
    profiles: ['archivist', 'operations'],
  },
  { path: '/depots', key: 'deposits', icon: IconFileAlert, profiles: ['archivist', 'operations'] },
  { path: '/cles', key: 'people-keys', icon: IconKey, profiles: ['access-manager'] },
  { path: '/certificats', key: 'certificates', icon: IconCertificate, profiles: ['access-manager'] },
  {
    path: '/acces',
    key: 'access',
    icon: IconUserCheck,
    // A GAA may be a physician, a pharmacist…; who has no office is told so.
    profiles: ['access-manager', 'operations', 'physician', 'pharmacist'],
  },
  {
    path: '/organismes',
    key: 'organizations',
    icon: IconBuildingHospital,
    profiles: ['archivist', 'operations', 'access-manager', 'certification', 'surveillance'],
  },
] as const;

/** The sections open to a profile. */
export const sectionsOf = (profile: string) =>
  sections.filter(section => (section.profiles as readonly string[]).includes(profile));
