import { orRefuse, refuse, refuseUnknown } from './attempt.ts';
import { type At, practitionerIdOf } from './deps.ts';
import { designationMachine } from './machine/designation.data.ts';
import { notifyPerson } from './notice.ts';
import { officesOf } from './offices.ts';
import { findOrganization, findStanding, isKnownRegion } from './registers.ts';
import { byRule } from './rules/refusal.ts';
import { mayStep, recordStep } from './take-step.ts';

/** An agent whom operations appoint. */
export interface Appointing {
  practitioner: string;
  office: 'aga' | 'tvi' | 'avi';
  organization: string;
  email: string;
  /** AVI: the region whose persons they meet; that of the organization when it is not given. */
  region?: string;
}

export interface Agent {
  id: string;
  practitioner: string;
  practitionerName: string;
  office: 'aga' | 'tvi' | 'avi';
  organization: string;
  organizationName: string;
  email: string;
  region: string | null;
  state: 'in-force' | 'ended';
  appointed: Date;
  ended: Date | null;
}

export const agentColumns = `id, practitioner, practitioner_name AS "practitionerName", office, organization,
  organization_name AS "organizationName", email, region, state, appointed, ended`;

const insert = `
  INSERT INTO service.access_agent (practitioner, practitioner_name, office, organization, organization_name, email,
    region, state, appointed, appointed_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${agentColumns}`;

/** Who accepts a request does not hand over the key that it orders: the three offices are of three persons. */
const twoOffices = byRule(
  'two-offices',
  'practitioner: cette personne est déjà agente d’un autre service; qui accepte une demande ne remet pas la clé.',
  'practitioner: this person is an agent of another service already; who accepts a request does not hand over the key.',
);
const unknown = byRule(
  'unknown-person',
  'practitioner ou organization: les registres ne les connaissent pas, ou plus.',
  'practitioner or organization: the registers do not know them, or no more.',
);

const oneself = byRule(
  'same-person',
  'practitioner: personne ne se nomme soi-même; demandez à une ou un collègue.',
  'practitioner: nobody appoints themselves; ask a colleague.',
);
const noTerritory = byRule(
  'region',
  'region: seule une agente ou un agent de vérification d’identité (avi) a une région; retirez-la.',
  'region: only an identity verification agent (avi) has one; leave it out.',
);
const unknownRegion = byRule(
  'region',
  'region: le registre des organismes n’a aucun organisme dans cette région; choisissez-en une qu’il connaît.',
  'region: the register of organizations has none in this region; choose one that it knows.',
);

/** The region that an AVI is appointed for must be one where there are organizations, or it would reach nobody. */
async function checkRegion(at: At, { office, region }: Appointing): Promise<void> {
  if (region === undefined) return;
  if (office !== 'avi') refuse(noTerritory);
  if (!(await isKnownRegion(at, region))) refuse(unknownRegion);
}

/**
 * Those in office and those who were, as a list has them: an AVI with the region that counts, said at the appointment or
 * that of their organization.
 */
export const agentRows = `(
  SELECT g.id, g.practitioner, g.practitioner_name, g.office, g.organization, g.organization_name, g.email,
         CASE g.office WHEN 'avi' THEN coalesce(g.region, r.region) END AS region, g.state, g.appointed, g.ended
    FROM service.access_agent g LEFT JOIN service.organization_region r ON r.organization = g.organization)`;

/** Appoints an agent, who is told by e-mail. */
export async function appoint(at: At, asked: Appointing): Promise<Agent> {
  const offices = await officesOf(at, { organization: asked.organization });
  const taken = orRefuse(mayStep(designationMachine, 'none', 'designate', offices));
  const by = practitionerIdOf(at.caller.actor.id);
  const [person, organization] = await Promise.all([
    findStanding(at, asked.practitioner),
    findOrganization(at, asked.organization),
  ]);
  if (!person?.active || !organization?.active) refuse(unknown);
  const text = `SELECT FROM service.access_agent WHERE practitioner = $1 AND state = 'in-force' FOR UPDATE`;
  if (by === person.id) refuse(oneself);
  if ((await at.tx.query(text, [person.id])).length > 0) refuse(twoOffices);
  await checkRegion(at, asked);
  const [row] = await at.tx.query<Agent>(insert, [
    ...[person.id, person.name, asked.office, organization.id, organization.name, asked.email],
    ...[asked.region ?? null, taken.to, at.now, by],
  ]);
  await recordStep(at, 'agent', { ...row!, state: 'none' }, `appoint-${asked.office}`, taken);
  const facts = { person: person.name, organization: organization.name, office: asked.office };
  await notifyPerson(at, { subject: row!, template: 'appointed', facts }, person.id, asked.email);
  return row!;
}

/** Ends the appointment of an agent. */
export async function dismiss(at: At, id: string, reason: string): Promise<Agent> {
  const text = `SELECT ${agentColumns} FROM service.access_agent WHERE id = $1 FOR UPDATE`;
  const [row] = await at.tx.query<Agent>(text, [id]);
  const offices = await officesOf(at, { organization: row?.organization ?? '' });
  const may = mayStep(designationMachine, row?.state ?? 'none', 'end', offices);
  if (row === undefined) return refuseUnknown(may);
  const taken = orRefuse(may);
  const end = `UPDATE service.access_agent SET state = $2, ended = $3 WHERE id = $1 RETURNING ${agentColumns}`;
  const [ended] = await at.tx.query<Agent>(end, [id, taken.to, at.now]);
  await recordStep(at, 'agent', row, 'end', taken, reason);
  return ended!;
}
