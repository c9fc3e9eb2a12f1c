import { orRefuse, refuse, refuseUnknown } from './attempt.ts';
import { type At, practitionerIdOf } from './deps.ts';
import { type DesignationState, designationMachine } from './machine/designation.data.ts';
import { notifyPerson } from './notice.ts';
import { officesOf } from './offices.ts';
import { findOrganization, findStanding } from './registers.ts';
import { checkDesignation } from './rules/check-designation.ts';
import { byRule } from './rules/refusal.ts';
import { mayStep, recordStep } from './take-step.ts';

/** A designation that operations register: whom, where, by whom. */
export interface Designating {
  organization: string;
  practitioner: string;
  email: string;
  /** Who designates, where the rule asks for it. */
  designatedBy?: string;
  /** The day of the designation, `2026-11-28`. */
  designatedOn: string;
}

export interface Designation {
  id: string;
  organization: string;
  organizationName: string;
  practitioner: string;
  practitionerName: string;
  email: string;
  kind: string;
  rule: string;
  designatedBy: string | null;
  designatedOn: string;
  state: DesignationState;
  registered: Date;
  ended: Date | null;
}

export const designationColumns = `id, organization, organization_name AS "organizationName", practitioner,
  practitioner_name AS "practitionerName", email, kind, rule, designated_by AS "designatedBy",
  designated_on AS "designatedOn", state, registered, ended`;

const insert = `
  INSERT INTO service.gaa_designation (organization, organization_name, practitioner, practitioner_name, email, kind,
    rule, designated_by, designated_on, state, registered, registered_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${designationColumns}`;

const nobody = (field: string) =>
  byRule(
    'unknown-person',
    `${field}: le Registre des intervenants ne connaît personne de cet identifiant.`,
    `${field}: the register of intervenants has nobody of that id.`,
  );

const ownDesignation = byRule(
  'same-person',
  'practitioner: personne n’enregistre sa propre désignation; demandez à une ou un collègue.',
  'practitioner: nobody registers their own designation; ask a colleague.',
);

async function candidacyOf(at: At, { organization, practitioner, designatedBy }: Designating) {
  const [where, candidate, designator] = await Promise.all([
    findOrganization(at, organization),
    findStanding(at, practitioner),
    designatedBy === undefined ? undefined : findStanding(at, designatedBy),
  ]);
  if (candidate === undefined) refuse(nobody('practitioner'));
  if (designatedBy !== undefined && designator === undefined) refuse(nobody('designatedBy'));
  return { organization: where ?? { id: organization, name: '', active: false }, candidate, designator };
}

/** Registers a designation that its rule permits. */
export async function designate(at: At, asked: Designating): Promise<Designation> {
  const offices = await officesOf(at, { organization: asked.organization });
  const taken = orRefuse(mayStep(designationMachine, 'none', 'designate', offices));
  const by = practitionerIdOf(at.caller.actor.id);
  if (by === asked.practitioner) refuse(ownDesignation);
  const candidacy = await candidacyOf(at, asked);
  const { rule } = orRefuse(checkDesignation(candidacy));
  const { organization, candidate } = candidacy;
  const [row] = await at.tx.query<Designation>(insert, [
    ...[
      organization.id,
      organization.name,
      candidate.id,
      candidate.name,
      asked.email,
      organization.kind,
      rule,
    ],
    ...[asked.designatedBy ?? null, asked.designatedOn, taken.to, at.now, by],
  ]);
  await recordStep(at, 'designation', { ...row!, state: 'none' }, 'designate', taken);
  const facts = { person: candidate.name, organization: organization.name };
  await notifyPerson(at, { subject: row!, template: 'designated', facts }, candidate.id, asked.email);
  return row!;
}

const end = `UPDATE service.gaa_designation SET state = $2, ended = $3 WHERE id = $1 RETURNING ${designationColumns}`;

/** Ends a designation. */
export async function endDesignation(at: At, id: string, reason: string): Promise<Designation> {
  const text = `SELECT ${designationColumns} FROM service.gaa_designation WHERE id = $1 FOR UPDATE`;
  const [row] = await at.tx.query<Designation>(text, [id]);
  const offices = await officesOf(at, { organization: row?.organization ?? '' });
  const may = mayStep(designationMachine, row?.state ?? 'none', 'end', offices);
  if (row === undefined) return refuseUnknown(may);
  const taken = orRefuse(may);
  const [ended] = await at.tx.query<Designation>(end, [id, taken.to, at.now]);
  await recordStep(at, 'designation', row, 'end', taken, reason);
  return ended!;
}
