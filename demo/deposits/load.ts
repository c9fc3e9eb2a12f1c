import { randomUUID } from 'node:crypto';
import type { Deposit, Receipt } from '@continuum/intake';
import { type Partner, toActor } from '@continuum/registries-partner';
import type { Actor } from '@continuum/trust-access';
import type { DemoDeposit } from './bundles.ts';

/** Where deposits go: the same path as everyone else's. */
export interface Destination {
  intake: { receive(deposit: Deposit): Promise<Receipt> };
  partners: ReadonlyMap<string, Partner>;
}

/** A deposit of the demonstration that intake did not store: a fault of the demonstration itself. */
class DemoRefused extends Error {
  constructor(key: string, receipt: Receipt) {
    super(`${key}: ${receipt.state}. ${receipt.issues.map(({ diagnostics }) => diagnostics).join(' ')}`);
    this.name = 'DemoRefused';
  }
}

/** A system of the demonstration, as one that has proved who it is. */
export const clientActor = ({ partners }: Destination, client: string): Actor =>
  toActor(partners.get(client)!, { kind: 'client-assertion', id: client });

/** Deposits one bundle in the name of its source. */
export async function deposit(destination: Destination, { client, key, bundle }: DemoDeposit): Promise<void> {
  const receipt = await destination.intake.receive({
    format: 'fhir',
    contentType: 'application/fhir+json',
    original: Buffer.from(JSON.stringify(bundle)),
    actor: clientActor(destination, client),
    origin: { request: randomUUID(), address: '127.0.0.1', channel: 'demo' },
    key,
  });
  if (receipt.state !== 'stored') throw new DemoRefused(key, receipt);
}

/** Deposits in order. */
export async function depositAll(destination: Destination, deposits: Iterable<DemoDeposit>): Promise<void> {
  for (const one of deposits) await deposit(destination, one);
}

/** Does the work for each with a few under way at once. The first failure ends it all. */
export async function forEachOf<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  atOnce = 6,
): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
