import type { ShownEvidence } from '../request-view.ts';
import type { EvidenceLine } from './evidence.ts';

/** A file as it is listed on the screens. */
export const shownEvidence = ({ number, name, type, size, at }: EvidenceLine): ShownEvidence => ({
  ...{ number, name, type, size, at: at.toISOString() },
});
