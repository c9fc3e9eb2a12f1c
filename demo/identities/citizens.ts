import type { Accounts } from '@continuum/services-account';
import { formatNam } from '@continuum/standards-nam';
import type { DemoPerson } from '../population/person.ts';
import type { Territory } from '../territory/territory.ts';
import { hints, plainHint } from './hints.data.ts';
import { type DemoIdentity, demoPassword } from './identity.ts';

const byRole = ({ people }: Territory, role: string): DemoPerson =>
  people.find(person => person.role === role)!;

const hasAccount = ({ role }: DemoPerson): boolean => role !== 'enfant-demo';

/** Opens the citizens' accounts, and says who acts for whom. */
export async function enrolCitizens(accounts: Accounts, territory: Territory): Promise<void> {
  const cast = territory.people.filter(({ role }) => role !== undefined);
  const open = ({ role, id }: DemoPerson) =>
    accounts.create({ userName: role!, password: demoPassword, patient: id });
  await Promise.all(cast.filter(hasAccount).map(open));
  for (const child of cast.filter(({ mother }) => mother !== undefined)) {
    await accounts.grant({
      holder: child.mother!,
      usager: child.id,
      basis: 'parental-authority',
      level: 'full',
      since: child.birthDate,
    });
  }
  await accounts.grant({
    holder: byRole(territory, 'aidant-demo').id,
    usager: byRole(territory, 'usager-demo').id,
    basis: 'granted',
    level: 'read-only',
    since: '2026-01-01',
  });
}

/** The citizens of the cast, as `/demo` lists them. */
export const citizenIdentities = ({ people }: Territory): DemoIdentity[] =>
  people
    .filter(({ role }) => role !== undefined)
    .map(person => ({
      userName: person.role!,
      name: `${person.givenName} ${person.familyName}`,
      role: 'citizen',
      kind: 'citizen',
      app: '/carnet',
      ...(hasAccount(person) ? { password: demoPassword } : {}),
      nam: formatNam(person.nam),
      hint: (hints[person.role!] ?? plainHint).fr,
    }));
