import {
  IconEye,
  IconFileDownload,
  IconFlask2,
  IconHandStop,
  IconMessageReport,
  IconPhotoScan,
  IconPill,
} from '@tabler/icons-react';

/** Sections of the Carnet, in order. */
export const sections = [
  { path: '/resultats', key: 'results', icon: IconFlask2 },
  { path: '/medicaments', key: 'medications', icon: IconPill },
  { path: '/imagerie', key: 'imaging', icon: IconPhotoScan },
  { path: '/acces', key: 'accesses', icon: IconEye },
  { path: '/choix', key: 'choices', icon: IconHandStop },
  { path: '/copie', key: 'copy', icon: IconFileDownload },
  { path: '/demandes', key: 'requests', icon: IconMessageReport },
] as const;

type Section = (typeof sections)[number];

const personal = ['accesses', 'choices', 'copy', 'requests'] as const;
type Personal = (typeof personal)[number];
const isPersonal = (key: Section['key']): key is Personal => personal.some(one => one === key);

/** "My choices" in one's own record, "Choices" in someone else's. */
export const titleKey = (key: Section['key'], own: boolean) =>
  own || !isPersonal(key) ? key : (`${key}.other` as const);
