import { orRefuse, refuse, refuseUnknown } from './attempt.ts';
import { type At, practitionerIdOf } from './deps.ts';
import { designationMachine } from './machine/designation.data.ts';
import { officesOf } from './offices.ts';
import { findOrganization, findStanding } from './registers.ts';
import { byRule } from './rules/refusal.ts';
import { mayStep, recordStep } from './take-step.ts';

/** An agent whom operations appoint. */
export interface Appointing {
  practitioner: string;
  office: 'aga' | 'tvi' | 'avi';
  organization: string;
  email: string;
  /** AVI: the region whose persons they meet. */
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

/** Appoints an agent. */
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
  if (by === person.id || (await at.tx.query(text, [person.id])).length > 0) refuse(twoOffices);
  const [row] = await at.tx.query<Agent>(insert, [
    ...[person.id, person.name, asked.office, organization.id, organization.name, asked.email],
    ...[asked.region ?? null, taken.to, at.now, by],
  ]);
  await recordStep(at, 'agent', { ...row!, state: 'none' }, `appoint-${asked.office}`, taken);
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
