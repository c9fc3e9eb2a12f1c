import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Action,
  type Actor,
  allDomains,
  type CompiledMatrix,
  cellsOf,
  checkMatrix,
  compileMatrix,
  type Domain,
  decide,
  decideMatrix,
  diffMatrix,
  firstMatrix,
  type KeptMatrix,
  type Matrix,
  type MatrixCell,
  type MatrixRow,
  matrix,
  type Profile,
  type PurposeOfUse,
  purposes,
  readMatrix,
} from './index.ts';

const profiles = Object.keys(matrix) as Profile[];
const codes = Object.keys(purposes) as PurposeOfUse[];
const actions: readonly Action[] = ['read', 'create', 'write'];

const kindOf = (profile: Profile): Actor['kind'] => {
  if (profile === 'citizen') return 'citizen';
  return profile.endsWith('-system') || profile === 'patient-registry-feed' ? 'system' : 'practitioner';
};
const actor = (profile: Profile, more: Partial<Actor> = {}): Actor => ({
  ...{ kind: kindOf(profile), id: 'Practitioner/1', name: 'Somebody', profile },
  credential: { kind: 'key', id: '1' },
  ...more,
});

const allSources = Object.fromEntries([...allDomains, ...codes].map(key => [key, 'à valider']));
/** The first table with another row. */
const having = (profile: Profile, row: Partial<MatrixRow>): Matrix => ({
  ...matrix,
  [profile]: { ...matrix[profile], sources: allSources, ...row },
});

const fields = (draft: Matrix): string[] =>
  checkMatrix(draft, matrix).map(({ field, rule }) => `${field}: ${rule}`);

describe('what no version may say', () => {
  it.each<[string, Profile, Partial<MatrixRow>, string[]]>([
    [
      'no break-glass (P-9.0001)',
      'physician',
      { purposes: ['TREAT', 'ETREAT'] },
      ['physician.purposes.ETREAT: purpose-closed'],
    ],
    [
      'no purpose that is nobody’s yet',
      'surveillance',
      { purposes: ['HCOMPL', 'PUBHLTH'] },
      ['surveillance.purposes.PUBHLTH: purpose-closed'],
    ],
    [
      'the exception of interpretation is the radiologist’s',
      'physician',
      { purposes: ['TREAT', 'INTERPRET'] },
      ['physician.purposes.INTERPRET: purpose-of-others'],
    ],
    [
      'nobody asks in the name of the person',
      'nurse',
      { purposes: ['TREAT', 'PATRQT'] },
      ['nurse.purposes.PATRQT: purpose-of-others'],
    ],
    [
      'the person asks for themself alone',
      'citizen',
      { purposes: ['PATRQT', 'TREAT'] },
      ['citizen.purposes.TREAT: purpose-of-others'],
    ],
    [
      'nobody writes the journal',
      'surveillance',
      { writes: ['journal'] },
      ['surveillance.writes.journal: not-their-word'],
    ],
    [
      'nor adds to it',
      'operations',
      { creates: ['journal'] },
      ['operations.creates.journal: not-their-word'],
    ],
    [
      'a clinician writes nobody’s refusal',
      'physician',
      { writes: ['medication', 'summary', 'directive'] },
      ['physician.writes.directive: not-their-word'],
    ],
    [
      'nor reads it',
      'physician',
      { reads: [...matrix.physician.reads, 'directive'] },
      ['physician.reads.directive: not-theirs-to-read'],
    ],
    [
      'a person sends no audit trail',
      'operations',
      { creates: ['audit'] },
      ['operations.creates.audit: not-their-word'],
    ],
    [
      'a cell that no purpose reaches',
      'archivist',
      { reads: ['identity', 'registry', 'laboratory'] },
      ['archivist.reads.laboratory: beyond-purpose'],
    ],
    [
      'a person sees their own record',
      'citizen',
      { reads: matrix.citizen.reads.filter(one => one !== 'imaging') },
      ['citizen.reads.imaging: own-rights'],
    ],
    ['and decides on their refusals', 'citizen', { writes: [] }, ['citizen.writes.directive: own-rights']],
    [
      'somebody may edit',
      'operations',
      { purposes: ['HSYSADMIN'] },
      ['operations.reads.identity: beyond-purpose', 'operations.purposes.HOPERAT: last-editor'],
    ],
    [
      'and writes the register for it',
      'operations',
      { writes: [] },
      ['operations.writes.registry: last-editor'],
    ],
    [
      'the platform’s own row',
      'platform',
      { reads: ['identity', 'registry', 'medication'] },
      ['platform: fixed'],
    ],
    ['the row of nobody', 'none', { purposes: ['TREAT'], reads: ['identity'] }, ['none: fixed']],
    [
      'a source that is too long',
      'nurse',
      { sources: { TREAT: 'x'.repeat(301) } },
      ['nurse.sources.TREAT: source-too-long'],
    ],
    [
      'what is added without a source',
      'nurse',
      { reads: [...matrix.nurse.reads, 'summary'], sources: {} },
      ['nurse.sources.summary: source-missing'],
    ],
    [
      'a blank one',
      'nurse',
      { reads: [...matrix.nurse.reads, 'summary'], sources: { summary: ' ' } },
      ['nurse.sources.summary: source-missing'],
    ],
  ])('%s', (_, profile, row, expected) => {
    expect(fields(having(profile, row))).toEqual(expected);
  });

  it.each<[string, Profile, Partial<MatrixRow>]>([
    ['a nurse reads the summary', 'nurse', { reads: [...matrix.nurse.reads, 'summary'] }],
    [
      'a pharmacist reads no laboratory any more',
      'pharmacist',
      { reads: ['identity', 'registry', 'medication'] },
    ],
    ['a radiologist interprets no more', 'radiologist', { purposes: ['TREAT'] }],
    ['certification may do nothing', 'certification', { purposes: [], reads: [] }],
    ['nothing changes', 'nurse', {}],
  ])('%s: it may', (_, profile, row) => {
    expect(fields(having(profile, row))).toEqual([]);
  });

  it('the table in code may be in force', () => {
    expect(checkMatrix(matrix, matrix)).toEqual([]);
  });

  it('says why in both languages', () => {
    for (const { text } of checkMatrix(having('physician', { purposes: ['ETREAT'] }), matrix))
      expect([text.fr, text.en].every(Boolean)).toBe(true);
  });
});

describe('the diff of two tables', () => {
  it.each<[string, Partial<MatrixRow>, string[]]>([
    ['a domain that is read', { reads: [...matrix.nurse.reads, 'summary'] }, ['added read summary']],
    [
      'one that is read no more',
      { reads: ['identity', 'registry'] },
      ['removed read medication', 'removed read laboratory', 'removed read imaging'],
    ],
    ['a purpose', { purposes: ['TREAT', 'BTG', 'HOPERAT'] }, ['added purpose HOPERAT']],
    ['what may be added', { creates: ['summary'] }, ['added create summary']],
    ['another source of the row', { source: 'Règlement' }, ['changed source row']],
    ['another source of a cell', { sources: { imaging: 'Règlement' } }, ['changed source imaging']],
    ['nothing', {}, []],
  ])('%s', (_, row, expected) => {
    const after = { ...matrix, nurse: { ...matrix.nurse, ...row } };
    const found = diffMatrix(matrix, after).map(({ change, kind, key }) => `${change} ${kind} ${key}`);
    expect(found).toEqual(expected);
  });
});

/** Everything that a decision could be asked: true where it permits. */
function permits(table: CompiledMatrix): Set<string> {
  const found = new Set<string>();
  for (const profile of profiles)
    for (const of of codes)
      for (const domain of allDomains)
        for (const action of actions)
          if (decide(table, actor(profile), { of }, action, [domain]).permit)
            found.add([profile, of, action, domain].join(' '));
  return found;
}

const anyCell: fc.Arbitrary<MatrixCell> = fc.oneof(
  fc.record({ kind: fc.constant('purpose' as const), key: fc.constantFrom(...codes) }),
  fc.record({
    kind: fc.constantFrom('read' as const, 'create' as const, 'write' as const),
    key: fc.constantFrom(...allDomains),
  }),
);
const anyEdits = fc.array(fc.tuple(fc.constantFrom(...profiles), anyCell), { maxLength: 12 });
const listOf = { purpose: 'purposes', read: 'reads', create: 'creates', write: 'writes' } as const;

/** A table in which each of these cells is the other way round. */
function edited(edits: readonly (readonly [Profile, MatrixCell])[]): Matrix {
  let table: Matrix = matrix;
  for (const [profile, { kind, key }] of edits) {
    const row = table[profile];
    const list = (row[listOf[kind]] ?? []) as readonly string[];
    const next = list.includes(key) ? list.filter(one => one !== key) : [...list, key];
    table = { ...table, [profile]: { ...row, sources: allSources, [listOf[kind]]: next } };
  }
  return table;
}

describe('a draft that passes', () => {
  it('opens nothing that its diff does not say', () => {
    const before = permits(firstMatrix);
    let passed = 0;
    fc.assert(
      fc.property(anyEdits, edits => {
        const draft = edited(edits);
        fc.pre(checkMatrix(draft, matrix).length === 0);
        passed += 1;
        const said = diffMatrix(matrix, draft).filter(({ change }) => change === 'added');
        const opened = [...permits(compileMatrix(2, draft))].filter(one => !before.has(one));
        for (const one of opened) {
          const [profile, of, action, domain] = one.split(' ');
          // Who may change may add.
          const kinds = action === 'create' ? ['create', 'write'] : [action];
          const saysSo = said.some(
            cell =>
              cell.profile === profile &&
              ((cell.kind === 'purpose' && cell.key === of) ||
                (kinds.includes(cell.kind) && cell.key === domain)),
          );
          expect(saysSo, `${one} is opened, and not said`).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
    expect(passed).toBeGreaterThan(20);
  });

  it('keeps what no version may change', () => {
    const sights = (table: CompiledMatrix) =>
      profiles.flatMap(profile =>
        codes.flatMap(of => {
          const decision = decide(table, actor(profile), { of }, 'read', []);
          return decision.permit ? [{ profile, of, sight: decision.sight }] : [];
        }),
      );
    fc.assert(
      fc.property(anyEdits, edits => {
        const draft = edited(edits);
        fc.pre(checkMatrix(draft, matrix).length === 0);
        const table = compileMatrix(2, draft);
        const found = [...permits(table)].map(one => one.split(' '));
        expect(found.filter(([, of]) => of === 'ETREAT' || of === 'PUBHLTH')).toEqual([]);
        expect(found.filter(([, , action, domain]) => action !== 'read' && domain === 'journal')).toEqual([]);
        const all = sights(table);
        const own = all.filter(({ sight }) => sight.refusal === 'own').map(({ profile }) => profile);
        expect(own).toEqual(['citizen']);
        const interpreting = all.filter(({ sight }) => sight.interpretation);
        expect(
          interpreting.filter(({ profile, of }) => profile !== 'radiologist' || of !== 'INTERPRET'),
        ).toEqual([]);
        expect(decideMatrix(table, actor('operations'), { of: 'HOPERAT' }, 'propose').permit).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a table that was kept', () => {
  const kept = (table: Matrix): KeptMatrix => JSON.parse(JSON.stringify(table));

  it('comes out equal: every decision on every cell is the same', () => {
    const read = compileMatrix(2, readMatrix(kept(matrix)));
    expect(permits(read)).toEqual(permits(firstMatrix));
    for (const profile of profiles)
      for (const of of codes)
        for (const action of actions)
          for (const domains of [[], ...allDomains.map(one => [one]), ['identity', 'journal'] as Domain[]])
            expect(decide(read, actor(profile), { of }, action, domains, 'u')).toEqual(
              decide(firstMatrix, actor(profile), { of }, action, domains, 'u'),
            );
  });

  it.each<[string, unknown]>([
    ['a profile that it does not name', undefined],
    ['a row that is empty', {}],
    ['lists that are none', { purposes: 'TREAT', reads: 3, writes: null }],
    ['what nobody knows', { purposes: ['ALL', '__proto__'], reads: ['everything'], writes: ['constructor'] }],
  ])('%s has nothing', (_, row) => {
    const table = readMatrix({ ...kept(matrix), nurse: row as never });
    expect(cellsOf(table.nurse)).toEqual([]);
  });

  it('does not say what the software’s own rows are', () => {
    const table = readMatrix({ ...kept(matrix), none: matrix.physician, platform: matrix.physician });
    expect(cellsOf(table.none)).toEqual([]);
    expect(cellsOf(table.platform)).toEqual(cellsOf(matrix.platform));
  });
});

describe('who may change the matrix', () => {
  it.each<[Profile, PurposeOfUse, string]>([
    ['operations', 'HOPERAT', 'look, propose, adopt'],
    ['operations', 'HSYSADMIN', 'look'],
    ['certification', 'HOPERAT', 'look, adopt'],
    ['access-manager', 'HOPERAT', 'look'],
    ['surveillance', 'HCOMPL', 'look'],
    ['archivist', 'HOPERAT', ''],
    ['physician', 'TREAT', ''],
    ['citizen', 'PATRQT', ''],
    ['hospital-system', 'TREAT', ''],
    ['platform', 'HOPERAT', ''],
    ['none', 'HOPERAT', ''],
  ])('%s for %s: %s', (profile, of, expected) => {
    const acts = (['look', 'propose', 'adopt'] as const).filter(
      act => decideMatrix(firstMatrix, actor(profile), { of }, act).permit,
    );
    expect(acts.join(', ')).toBe(expected);
  });

  it('not an application in somebody’s name, nor a system that bears the profile', () => {
    const application = { application: { id: 'app', name: 'App' } };
    for (const who of [actor('operations', application), actor('operations', { kind: 'system' })])
      expect(decideMatrix(firstMatrix, who, { of: 'HOPERAT' }, 'propose').permit).toBe(false);
  });
});

it('a profile that nobody knows has nothing, a domain neither', () => {
  const stranger = actor('somebody' as Profile, { kind: 'practitioner' });
  expect(decide(firstMatrix, stranger, { of: 'TREAT' }, 'read', []).permit).toBe(false);
  const unknown = decide(firstMatrix, actor('physician'), { of: 'TREAT' }, 'read', ['genome' as Domain]);
  expect(unknown.permit).toBe(false);
});
