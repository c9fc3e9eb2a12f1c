import type { Pool } from '@continuum/record-database';
import type { Gaps, NewGap } from '@continuum/registries-organization';
import type { DemoOrganization } from './organization.ts';
import type { Territory } from './territory.ts';

const source = 'Aide-mémoire Introduction DSQ, « Renseignement absent d’un dossier »';

/** What is true of all of a kind (the seed's own list). */
const general: readonly NewGap[] = [
  {
    organizationName: 'La plupart des établissements publics',
    domain: 'medication',
    category: 'médicaments délivrés ou à être délivrés (déploiement en cours)',
    reason: source,
  },
  {
    organizationName: 'Certaines pharmacies communautaires',
    domain: 'medication',
    category: 'médicaments à être délivrés et ceux qui sont en vente libre',
    reason: source,
  },
  {
    organizationName: 'Tous les laboratoires',
    domain: 'laboratory',
    category: 'certaines catégories d’examens',
    reason: source,
  },
  {
    organizationName: 'Tous les départements d’imagerie',
    domain: 'imaging',
    category: 'certains types d’examens',
    reason: source,
  },
];

const domainOfKind: Partial<Record<DemoOrganization['kind'], NewGap['domain']>> = {
  'private-medical-laboratory': 'laboratory',
  'private-imaging-laboratory': 'imaging',
};

const ofOrganization = ({ id, kind, name, sends }: DemoOrganization): NewGap[] => {
  const domain = domainOfKind[kind];
  if (sends || domain === undefined) return [];
  return [{ organization: id, organizationName: name, domain, reason: source }];
};

/** Says once what does not come: what somebody ended since stays ended. */
export async function recordGaps(gaps: Gaps, service: Pool, { organizations }: Territory): Promise<void> {
  const said = await service.query('SELECT FROM service.sending_gap LIMIT 1');
  if (said.length > 0) return;
  for (const gap of [...general, ...organizations.flatMap(ofOrganization)])
    await gaps.record(gap, 'Device/demonstration');
}
