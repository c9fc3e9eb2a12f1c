import type { Profile } from './actor.ts';
import { isGivenFor } from './counter.ts';
import { cellsOf, type MatrixCell, without } from './diff-matrix.ts';
import { type Matrix, type MatrixRow, matrix } from './matrix.data.ts';
import { matrixEditors, matrixLimits } from './matrix-limits.data.ts';
import { purposes } from './purposes.data.ts';

/** Why a table may not be in force. */
export type MatrixRule =
  | 'fixed'
  | 'purpose-closed'
  | 'purpose-of-others'
  | 'not-their-word'
  | 'not-theirs-to-read'
  | 'beyond-purpose'
  | 'own-rights'
  | 'last-editor'
  | 'source-missing'
  | 'source-too-long';

/** What is wrong with a table, and where. */
export interface MatrixProblem {
  /** `nurse.purposes.ETREAT`, `physician.writes.journal`, `nurse.sources.summary`. */
  field: string;
  rule: MatrixRule;
  /** In French and in English, to whoever edits. */
  text: { fr: string; en: string };
}

const texts: Record<MatrixRule, MatrixProblem['text']> = {
  fixed: {
    fr: 'Cette rangée est celle du logiciel: elle ne se modifie pas.',
    en: 'This row is the software’s own: it is not edited.',
  },
  'purpose-closed': {
    fr: 'Personne n’agit pour ce motif: il est fermé pour tous.',
    en: 'Nobody acts for this purpose: it is closed to all.',
  },
  'purpose-of-others': {
    fr: 'Ce motif n’est pas pour ce profil: il lèverait la règle qui le limite.',
    en: 'This purpose is not for this profile: it would lift the rule that limits it.',
  },
  'not-their-word': {
    fr: 'Ce profil n’écrit pas ce domaine: c’est la parole de quelqu’un d’autre.',
    en: 'This profile does not write this domain: it is somebody else’s word.',
  },
  'not-theirs-to-read': {
    fr: 'Ce profil ne lit pas ce domaine: une directive n’est montrée qu’à la personne, et à qui l’inscrit à sa demande.',
    en: 'This profile does not read this domain: a directive is shown to the person, and to who registers it for them.',
  },
  'beyond-purpose': {
    fr: 'Aucun motif de ce profil n’atteint ce domaine: la case ne donnerait rien.',
    en: 'No purpose of this profile reaches this domain: the cell would give nothing.',
  },
  'own-rights': {
    fr: 'La personne voit son dossier et décide de ses refus: cela ne lui est pas retiré.',
    en: 'A person sees their record and decides on their refusals: that is not taken away.',
  },
  'last-editor': {
    fr: 'Plus personne ne pourrait modifier la matrice: gardez HOPERAT et le registre à ce profil.',
    en: 'Nobody could edit the matrix any more: leave this profile HOPERAT and the register.',
  },
  'source-missing': {
    fr: 'Dites d’où vient ce changement, ou « à valider ».',
    en: 'Say where this change comes from, or “à valider”.',
  },
  'source-too-long': {
    fr: 'Une source a au plus 300 caractères.',
    en: 'A source has at most 300 characters.',
  },
};

const longest = 300;
const lists = { purpose: 'purposes', read: 'reads', create: 'creates', write: 'writes' } as const;

const problem = (rule: MatrixRule, profile: Profile, { kind, key }: MatrixCell): MatrixProblem => ({
  field: `${profile}.${lists[kind]}.${key}`,
  rule,
  text: texts[rule],
});

const isClosed = ({ key }: MatrixCell & { kind: 'purpose' }): boolean =>
  purposes[key].reads.length + purposes[key].writes.length === 0;

const isAmong = (profile: Profile, allowed: readonly Profile[] | undefined): boolean =>
  allowed?.includes(profile) ?? true;

/** Whether some purpose of the row reaches what a cell gives. */
const isReached = (
  profile: Profile,
  row: MatrixRow,
  { kind, key }: Exclude<MatrixCell, { kind: 'purpose' }>,
): boolean =>
  row.purposes.some(
    of => purposes[of][kind === 'read' ? 'reads' : 'writes'].includes(key) && isGivenFor(profile, of, key),
  );

/** The first rule that a cell breaks. */
function brokenBy(profile: Profile, row: MatrixRow, cell: MatrixCell): MatrixRule | undefined {
  if (cell.kind === 'purpose') {
    if (isClosed(cell)) return 'purpose-closed';
    const { purposeOf, actsOnlyFor } = matrixLimits;
    const given = isAmong(profile, purposeOf[cell.key]) && (actsOnlyFor[profile]?.includes(cell.key) ?? true);
    return given ? undefined : 'purpose-of-others';
  }
  const [allowed, rule] =
    cell.kind === 'read'
      ? ([matrixLimits.readers[cell.key], 'not-theirs-to-read'] as const)
      : ([matrixLimits.writers[cell.key], 'not-their-word'] as const);
  if (!isAmong(profile, allowed)) return rule;
  return isReached(profile, row, cell) ? undefined : 'beyond-purpose';
}

const nameOf = ({ kind, key }: MatrixCell): string => `${kind} ${key}`;

/** The cells that a row may not do without and has not. */
function lacking(row: MatrixRow, cells: readonly MatrixCell[]): MatrixCell[] {
  const there = new Set(cellsOf(row).map(nameOf));
  return cells.filter(cell => !there.has(nameOf(cell)));
}

const editing: readonly MatrixCell[] = [
  { kind: 'purpose', key: 'HOPERAT' },
  { kind: 'read', key: 'registry' },
  { kind: 'write', key: 'registry' },
];

/** While somebody may propose, whatever is wrong can be mended; those who propose may put another’s version in force. */
function noEditor(draft: Matrix): MatrixProblem[] {
  const [first, ...others] = matrixEditors.propose;
  if (others.some(profile => lacking(draft[profile], editing).length === 0)) return [];
  return lacking(draft[first!], editing).map(cell => problem('last-editor', first!, cell));
}

/** Whatever changed says where it comes from; a cell that was taken away needs a source of its own no more. */
function unsourced(profile: Profile, before: MatrixRow, after: MatrixRow): MatrixProblem[] {
  const silent = without(after, before).filter(({ key }) => !after.sources?.[key]?.trim());
  const long = Object.entries(after.sources ?? {}).filter(([, source]) => source.length > longest);
  const at = (key: string, rule: MatrixRule): MatrixProblem => ({
    ...{ field: `${profile}.sources.${key}`, rule, text: texts[rule] },
  });
  return [
    ...[...new Set(silent.map(({ key }) => key))].map(key => at(key, 'source-missing')),
    ...long.map(([key]) => at(key, 'source-too-long')),
  ];
}

const same = (one: MatrixRow, other: MatrixRow): boolean =>
  without(one, other).length + without(other, one).length === 0;

function checkRow(profile: Profile, row: MatrixRow, before: MatrixRow): MatrixProblem[] {
  if (matrixLimits.fixed.includes(profile))
    return same(row, matrix[profile]) ? [] : [{ field: profile, rule: 'fixed', text: texts.fixed }];
  const broken = cellsOf(row).flatMap(cell => {
    const rule = brokenBy(profile, row, cell);
    return rule === undefined ? [] : [problem(rule, profile, cell)];
  });
  const own = profile === 'citizen' ? lacking(row, cellsOf(matrix.citizen)) : [];
  return [
    ...broken,
    ...own.map(cell => problem('own-rights', profile, cell)),
    ...unsourced(profile, before, row),
  ];
}

/**
 * What is wrong with a table; empty when it may be in force.
 * @param base the table that it was made from: what changed says its source. Itself: nothing changed.
 */
export function checkMatrix(draft: Matrix, base: Matrix): MatrixProblem[] {
  const profiles = Object.keys(matrix) as Profile[];
  return [
    ...profiles.flatMap(profile => checkRow(profile, draft[profile], base[profile])),
    ...noEditor(draft),
  ];
}
