import { patient } from '@continuum/record-gate/testing';
import { type Receiver, receiver } from './receiver.ts';
import { subscriptionDoor, type Wanted } from './subscription-door.ts';

/** Three usagers, two processes that send, and an endpoint that listens: what the tests of telling share. */
export async function listening() {
  const at = await subscriptionDoor();
  for (const id of ['u1', 'u2', 'u3']) await at.door.put(patient(id));
  const stops: (() => Promise<unknown>)[] = [];
  let hook: Receiver | undefined;
  const listen = async (): Promise<Receiver> => {
    hook = await receiver();
    return hook;
  };
  /** Both processes send. */
  const start = () => stops.push(...at.subscriptions.map(one => one.start()));
  const stop = async () => {
    for (const one of stops.splice(0)) await one();
  };
  const heard = () => hook?.events().flatMap(({ events }) => events) ?? [];
  return {
    ...at,
    ...{ listen, start, stop },
    /** The endpoint of this test. */
    get hook(): Receiver {
      return hook!;
    },
    numbers: () => heard().map(({ number }) => number),
    foci: () => heard().map(({ focus }) => focus),
    /** A subscription that has been greeted. */
    async subscribed(wanted: Wanted = {}, actor = 'hospital'): Promise<string> {
      const { url } = await listen();
      const id = await at.post({ endpoint: url, ...wanted }, actor);
      start();
      await at.becomes(id, 'active', actor);
      return id;
    },
    /** After a test: nobody sends, nobody listens, nothing is subscribed to. */
    async calm(): Promise<void> {
      await stop();
      for (const { resource } of (await at.door.ask('hospital', '/Subscription')).json().entry)
        await at.door.ask('hospital', `/Subscription/${resource.id}`, 'DELETE');
      await hook?.close();
      hook = undefined;
    },
  };
}

export type Listening = Awaited<ReturnType<typeof listening>>;
