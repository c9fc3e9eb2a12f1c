import type { Authorizations } from '@continuum/governance-authorization';
import { dayOf } from '@continuum/standards-calendar';
import { type Actor, type Profile, platformActor } from '@continuum/trust-access';
import { type DemoPractitioner, displayName } from '../territory/practitioner.ts';
import type { Territory } from '../territory/territory.ts';

/** What of the workflow of access authorizations the demonstration goes through. */
export type AccessWorkflow = Pick<Authorizations, 'establish' | 'appoint' | 'designate' | 'submit'>;

const origin = { request: 'demonstration', address: 'local', channel: 'demo' };
const platform = { actor: platformActor, origin };

const byName = ({ practitioners }: Territory, userName: string): DemoPractitioner =>
  practitioners.find(practitioner => practitioner.userName === userName)!;

const emailOf = ({ userName, id }: DemoPractitioner): string =>
  `${userName ?? `p-${id.slice(0, 8)}`}@example.org`;

const callerOf = (practitioner: DemoPractitioner) => {
  const { id, profile, organization } = practitioner;
  const actor: Actor = {
    ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: displayName(practitioner), profile },
    organization: { id: organization.id, name: organization.name },
    credential: { kind: 'none', id: 'demonstration' },
  };
  return { actor, origin };
};

const agents = { 'aga-demo': 'aga', 'tvi-demo': 'tvi', 'avi-demo': 'avi' } as const;

/** Each of the cast comes in under an authorization, as everybody does, also who joined it later. One that was withdrawn stays so. */
export async function establishCast(access: AccessWorkflow, { practitioners }: Territory): Promise<void> {
  for (const practitioner of practitioners.filter(({ userName }) => userName !== undefined)) {
    const { id, organization } = practitioner;
    const profile = practitioner.profile as Exclude<Profile, 'none'>;
    const asked = { practitioner: id, organization: organization.id, email: emailOf(practitioner), profile };
    const answer = await access.establish(asked, platform);
    if (!('done' in answer)) throw new Error(`${practitioner.userName}: ${JSON.stringify(answer)}`);
  }
}

/** As authorizations count days: Québec's. */
const dayBefore = (today: Date, days: number): string => dayOf(new Date(today.getTime() - days * 86_400_000));

/**
 * Gives the cast their offices, and asks for two colleagues of the GAA, so that something waits. What
 * was done by an earlier start that was interrupted is refused, and stays as it is.
 */
export async function enrolOffices(access: AccessWorkflow, territory: Territory, today: Date): Promise<void> {
  const pilote = callerOf(byName(territory, 'pilote-demo'));
  for (const [userName, office] of Object.entries(agents)) {
    const agent = byName(territory, userName);
    const asked = {
      practitioner: agent.id,
      office,
      organization: agent.organization.id,
      email: emailOf(agent),
    };
    await access.appoint(asked, pilote);
  }
  const gaa = byName(territory, 'gaa-demo');
  const { id: organization } = gaa.organization;
  const designation = {
    organization,
    practitioner: gaa.id,
    email: emailOf(gaa),
    designatedOn: dayBefore(today, 400),
  };
  await access.designate(designation, pilote);
  const colleagues = territory.practitioners.filter(
    practitioner => practitioner.userName === undefined && practitioner.organization.id === organization,
  );
  for (const colleague of colleagues) {
    const asked = {
      organization,
      practitioner: colleague.id,
      profile: colleague.profile,
      places: [organization],
    };
    const starts = dayBefore(today, 0);
    await access.submit({ ...asked, starts, email: emailOf(colleague), kind: 'grant' }, callerOf(gaa));
  }
}
