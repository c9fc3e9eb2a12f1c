import { randomUUID } from 'node:crypto';
import type { Receipt } from '@continuum/intake';
import { type Partner, toActor } from '@continuum/registries-partner';
import type { DemoDeposit } from './bundles.ts';

/** Where deposits go: the same path as everyone else's. */
export interface Destination {
  intake: { receive(deposit: Parameters<ReceiveFunction>[0]): Promise<Receipt> };
  partners: ReadonlyMap<string, Partner>;
}

type ReceiveFunction = (deposit: import('@continuum/intake').Deposit) => Promise<Receipt>;

/** A deposit of the demonstration that intake did not store: a fault of the demonstration itself. */
export class DemoRefused extends Error {
  constructor(key: string, receipt: Receipt) {
    super(`${key}: ${receipt.state}. ${receipt.issues.map(({ diagnostics }) => diagnostics).join(' ')}`);
    this.name = 'DemoRefused';
  }
}

/** Deposits one bundle in the name of its source. */
export async function deposit(
  { intake, partners }: Destination,
  { client, key, bundle }: DemoDeposit,
): Promise<void> {
  const actor = toActor(partners.get(client)!, { kind: 'client-assertion', id: client });
  const receipt = await intake.receive({
    format: 'fhir',
    contentType: 'application/fhir+json',
    original: Buffer.from(JSON.stringify(bundle)),
    actor,
    origin: { request: randomUUID(), address: '127.0.0.1', channel: 'demo' },
    key,
  });
  if (receipt.state !== 'stored') throw new DemoRefused(key, receipt);
}

/** Deposits with a few under way at once; the order within the list is not kept. */
export async function depositAll(
  destination: Destination,
  deposits: readonly DemoDeposit[],
  done: (count: number) => void = () => undefined,
  atOnce = 6,
): Promise<void> {
  const left = deposits.values();
  const work = async () => {
    for (const one of left) {
      await deposit(destination, one);
      done(1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
