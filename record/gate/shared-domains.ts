import type { Domain } from '@continuum/trust-access';

/** Kept by several sources, each of which changes them: who the usagers are, and the registers. */
export const shared: readonly Domain[] = ['identity', 'registry'];
