import type { Rooms } from './rooms.ts';

/** Citizens of the demonstration whose records differ: whole, refused, refused in part, a minor's. */
const cast = ['usager-demo', 'refus-demo', 'refus-partiel-demo', 'ado-demo', 'mere-demo'];

/** Of whom a preview of the access matrix may be made: persons who do not exist, in the demonstration alone. */
export function previewsOf({ settings, accounts }: Rooms) {
  if (!settings.demonstration) return {};
  const find = async (userName: string) => {
    const person = await accounts.personOf(userName);
    return person && { id: person.usagers![0]!, name: `${person.name} (${userName})` };
  };
  const previewUsagers = async () =>
    (await Promise.all(cast.map(find))).filter(usager => usager !== undefined);
  return { previewUsagers };
}
