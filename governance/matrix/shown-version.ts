import type { Query } from '@continuum/record-database';
import type { Gate } from '@continuum/record-gate';
import { decideMatrix, diffMatrix, type MatrixChange } from '@continuum/trust-access';
import type { Caller } from './edit.ts';
import { saysWhatWasSigned } from './signature/signed-adoption.ts';
import type { Version, VersionAct, VersionEvent, VersionHeader } from './version.ts';
import { eventsOf, versionOf } from './versions.ts';

/** A version as a screen shows it. No identifier of a person. */
export interface ShownVersion extends Omit<VersionHeader, 'author'> {
  rows: Version['table'];
  /** What it changes in the version that it was made from. */
  changes: MatrixChange[];
  events: VersionEvent[];
  /** Of one that was put in force by a signed act: whether it still says what was signed. */
  saysWhatWasSigned?: boolean;
  /** What whoever asks may do now. */
  may: (VersionAct | 'save')[];
}

/** What somebody may do to a version now: four eyes, and each step in its state. */
export function mayDo({ state, author, id }: VersionHeader, caller: Caller): (VersionAct | 'save')[] {
  const { actor, purpose, matrix } = caller;
  const [proposes, adopts] = (['propose', 'adopt'] as const).map(
    act => decideMatrix(matrix, actor, purpose, act).permit,
  );
  const own = author === actor.id;
  if (id === '1') return [];
  if (state === 'draft' && own) return [...(proposes ? (['save', 'propose'] as const) : []), 'withdraw'];
  if (state === 'proposed' && adopts) return [...(own ? [] : (['adopt'] as const)), 'return', 'withdraw'];
  return state === 'scheduled' && adopts ? ['withdraw'] : [];
}

/** A version with what it changes, what happened to it, and what comes next. */
export async function shownVersion(
  { pool: { query }, gate }: { pool: { query: Query }; gate: Pick<Gate, 'open'> },
  version: Version,
  caller: Caller,
): Promise<ShownVersion> {
  const { table, author: _, ...header } = version;
  const base = version.base === null ? undefined : await versionOf(query, String(version.base));
  return {
    ...header,
    rows: table,
    changes: base ? diffMatrix(base.table, table) : [],
    events: await eventsOf(query, version.id),
    may: mayDo(version, caller),
    ...(version.act && {
      saysWhatWasSigned: await saysWhatWasSigned(gate, caller.origin, version, version.act),
    }),
  };
}
