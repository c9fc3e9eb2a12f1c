import { matrix } from '@continuum/trust-access';
import { asking, difference } from './answer.ts';
import type { Intruder } from './intruders.ts';
import { usagers } from './population.ts';
import type { World } from './world.ts';

/* A preview of the access matrix counts what a profile would see of a person: for whoever looks at it, what is hidden is what is
   hidden from that profile. */

/** Who looks at the matrix. */
const lookerIn = ({ intruders }: World): Intruder => intruders.find(({ name }) => name === 'operations')!;

async function previews(world: World, { profile }: Intruder): Promise<unknown[]> {
  const ask = asking(world, lookerIn(world), world.loadedAt(), world.ids());
  const [purpose] = profile === 'unknown' ? [] : matrix[profile].purposes;
  const answers: unknown[] = [];
  for (const usager of profile === 'citizen' ? ['open'] : usagers)
    answers.push(
      await ask({
        method: 'GET',
        url: `/api/matrix/preview?version=1&profile=${profile}&purpose=${purpose}&usager=${usager}`,
      }),
    );
  return answers;
}

/** What previews count of what is hidden from an intruder who is no more than their profile. */
export async function previewLeaks(world: World, of: Intruder): Promise<string[]> {
  await world.whole();
  const real = await previews(world, of);
  await world.without(of);
  const told = difference(real, await previews(world, of));
  return told === undefined ? [] : [`${lookerIn(world).name} learns by a preview as ${of.name}: ${told}`];
}

/** Those who are no more than their profile, of which alone a preview knows, and to whom persons are not hidden themselves. */
export const previewable = ({ intruders }: World): Intruder[] =>
  intruders.filter(
    ({ name, profile }) =>
      profile !== 'unknown' && name === profile && matrix[profile].reads.includes('identity'),
  );
