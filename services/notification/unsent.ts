/**
 * Why a message was not taken: its address `refused` it for good; the `address` does not take it for now; the `gateway` is not
 * there, or does not let whoever sends, which says nothing of the address.
 */
export type UnsentOf = 'refused' | 'address' | 'gateway';

/** A message that nobody answers for yet. */
export class Unsent extends Error {
  readonly of: UnsentOf;
  constructor(of: UnsentOf, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unsent';
    this.of = of;
  }
}
