import type { ExportOrder, ExportRange, Held } from '@continuum/record-store';
import type { Issue } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import type { Access, Denied } from './access.ts';

export type { ExportOrder, ExportRange } from '@continuum/record-store';

/** What is asked for, before it is an order. */
export interface ExportRequest {
  /** As the journal keeps it. */
  text: string;
  types: readonly string[];
  filters: ExportOrder['filters'];
  /** Id of a Group, when its members are asked for. */
  group?: string;
}

/**
 * The record taken in bulk. What an export holds is a list of versions: their bytes are read through the predicate by
 * each download, so that what was refused meanwhile does not leave.
 */
export interface Exports {
  /** Does a token allow taking that type? */
  mayExport(actor: Actor, type: string): boolean;
  /** Decides, finds the Group's members, and journals the request. */
  ask(
    access: Access,
    request: ExportRequest,
  ): Promise<
    | { outcome: 'permitted'; members?: string[] }
    | { outcome: 'not-found' }
    | { outcome: 'invalid'; issues: Issue[] }
    | Denied
  >;
  /** Whether everything that was being written at that moment has ended. */
  writtenUntil(moment: Date): Promise<boolean>;
  /** Lists the versions of one type; goes on where a killed process stopped. `alive` is told of each page. */
  list(
    access: Access,
    order: ExportOrder,
    type: string,
    alive: () => Promise<void>,
  ): Promise<{ outcome: 'listed' } | Denied>;
  /** What is listed of a type, cut into files. */
  ranges(id: string, type: string, deleted: boolean, size: number): Promise<ExportRange[]>;
  /** Tells, in the journal, those whose information a file holds; before it is announced. */
  release(access: Access, range: ExportRange): Promise<{ outcome: 'released' } | Denied>;
  /** Tells them again, durably, then gives what may be seen, line by line. */
  download(
    access: Access,
    range: ExportRange,
  ): Promise<{ outcome: 'found'; lines: AsyncIterable<Held> } | Denied>;
  /** Forgets what an export held. */
  forget(id: string): Promise<void>;
}
