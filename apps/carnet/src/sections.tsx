import { IconEye, IconFlask2, IconHandStop, IconPhotoScan, IconPill } from '@tabler/icons-react';

/** Sections of the Carnet, in order. */
export const sections = [
  { path: '/resultats', key: 'results', icon: IconFlask2 },
  { path: '/medicaments', key: 'medications', icon: IconPill },
  { path: '/imagerie', key: 'imaging', icon: IconPhotoScan },
  { path: '/acces', key: 'accesses', icon: IconEye },
  { path: '/choix', key: 'choices', icon: IconHandStop },
] as const;

type Section = (typeof sections)[number];

/** "My choices" in one's own record, "Choices" in someone else's. */
export const titleKey = (key: Section['key'], own: boolean) =>
  own || (key !== 'accesses' && key !== 'choices') ? key : (`${key}.other` as const);
