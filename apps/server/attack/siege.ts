import { type Ask, type Attack, asking, difference } from './answer.ts';
import type { Intruder } from './intruders.ts';
import type { World } from './world.ts';

const atOnce = 4;

/** The answers to attacks that change nothing, some at once. */
async function asked(attacks: readonly Attack[], ask: Ask): Promise<unknown[]> {
  const answers: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < attacks.length; at = next++) answers[at] = await attacks[at]!.run(ask);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

/** The answers to attacks that may change the record: what each did is undone. */
async function written(
  attacks: readonly Attack[],
  ask: Ask,
  undo: () => Promise<unknown>,
): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const attack of attacks) {
    let done = false;
    answers.push(
      await attack.run(async one => {
        const answer = await ask(one);
        done ||= answer.status < 400;
        return answer;
      }),
    );
    if (done) await undo();
  }
  return answers;
}

/** Whoever is turned away at the door learns nothing, and shows nothing: neither world may do so to somebody known. */
async function isStillKnown(intruder: Intruder, ask: Ask): Promise<void> {
  const { status } = await ask({ method: 'GET', url: '/fhir/R4/Patient/nobody-of-that-id' });
  if (intruder.profile !== 'unknown' && status === 401)
    throw new Error(`${intruder.name} is no longer signed in: what they were answered proves nothing.`);
}

/**
 * Each attack in the world where what is hidden is there, and in the one where it never was.
 * @returns what each of them gave away, in a sentence; empty when the two worlds cannot be told apart.
 */
export async function siege(world: World, intruder: Intruder, attacks: readonly Attack[]): Promise<string[]> {
  const reads = attacks.filter(({ writes }) => !writes);
  const writes = attacks.filter(attack => attack.writes);
  const ask = asking(world, intruder, world.loadedAt(), world.ids());
  const answersIn = async (become: () => Promise<unknown>): Promise<unknown[]> => {
    await become();
    await intruder.renew();
    const answers = [...(await asked(reads, ask)), ...(await written(writes, ask, become))];
    await isStillKnown(intruder, ask);
    return answers;
  };
  const real = await answersIn(() => world.whole());
  const innocent = await answersIn(() => world.without(intruder));
  return [...reads, ...writes].flatMap(({ what }, at) => {
    const told = difference(real[at], innocent[at]);
    return told === undefined ? [] : [`${intruder.name} learns by ${what}: ${told}`];
  });
}
