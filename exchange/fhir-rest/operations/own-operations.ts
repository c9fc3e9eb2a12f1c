import type { Operation } from '@continuum/record-gate';
import { encounterEverything, patientEverything } from './everything.ts';
import { validateResource } from './validate.ts';

/** What this door answers itself: operations of any resource, which need no domain. */
export const ownOperations: readonly Operation[] = [validateResource, patientEverything, encounterEverything];
