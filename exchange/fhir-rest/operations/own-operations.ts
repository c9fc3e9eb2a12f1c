import type { Keeper, Operation } from '@continuum/record-gate';
import { resourceTypes } from '@continuum/standards-fhir';
import { encounterEverything, patientEverything } from './everything.ts';
import { meta, metaAdd, metaDelete } from './meta.ts';
import { validateResource } from './validate.ts';

/**
 * What this door answers itself: operations of any resource, which need no domain. Labels are the record's: a type that a
 * room keeps outside it has none.
 */
export function ownOperations(keepers: readonly Keeper[]): readonly Operation[] {
  const types = resourceTypes.filter(type => !keepers.some(keeper => keeper.type === type));
  const ofLabels = [meta, metaAdd, metaDelete].map(operation => ({ ...operation, types }));
  return [validateResource, patientEverything, encounterEverything, ...ofLabels];
}
