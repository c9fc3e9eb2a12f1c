import type { Operation } from '@continuum/record-gate';
import { encounterEverything, patientEverything } from './everything.ts';
import { meta, metaAdd, metaDelete } from './meta.ts';
import { validateResource } from './validate.ts';

/** What this door answers itself: operations of any resource, which need no domain. */
export const ownOperations: readonly Operation[] = [
  validateResource,
  patientEverything,
  encounterEverything,
  meta,
  metaAdd,
  metaDelete,
];
