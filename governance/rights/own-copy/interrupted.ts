import type { Decision } from '@continuum/trust-access';

/** A copy that cannot be finished: what was sent of it is no copy, and the connection is cut so that nobody believes it. */
export class CopyInterrupted extends Error {
  constructor(why: string) {
    super(`The copy was interrupted: ${why}`);
    this.name = 'CopyInterrupted';
  }
}

/** @throws CopyInterrupted what may be seen changed while the copy was made */
export function interrupt(decision: Decision): never {
  throw new CopyInterrupted(decision.permit ? 'the record is not there any more' : decision.text);
}
