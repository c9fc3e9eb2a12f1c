import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sight } from '@continuum/trust-access';
import { describe, expect, it } from 'vitest';
import { visible } from '../visible.ts';
import { emptyRequest, take } from './request.ts';
import { compile } from './statement.ts';

const now = new Date('2026-03-01T12:00:00Z');
const clinician: Sight = { domains: ['identity', 'laboratory'], usagers: 'any', refusal: 'obeyed' };

function sql(type: string | undefined, query: string, sight = clinician): string {
  const request = emptyRequest(type);
  for (const [name, value] of new URLSearchParams(query)) take(request, name, value);
  return compile(request, s => visible(sight, now, s), { now }).text;
}

/** The rows that may be seen, by their name: their predicate has a snapshot of its own. */
const short = (text: string): string =>
  text.replaceAll(
    /\(SELECT x\.\* FROM record\.resource x WHERE NOT x\.deleted AND[\s\S]*?\){5,6}(?= \w+)/g,
    '«seen»',
  );

describe('the SQL of typical searches', () => {
  it.each([
    ['Observation', 'patient=1&category=laboratory&date=ge2026&_sort=-date&_count=50'],
    ['Patient', 'identifier=urn:nam|TREM04121925'],
    ['Patient', 'family=tremblay&birthdate=1980-05-17'],
    ['Observation', 'patient.name=tremblay'],
    ['Patient', '_has:Observation:patient:code=2345-7&_total=accurate'],
    ['Observation', 'patient=1&_include=Observation:encounter&_revinclude:iterate=Provenance:target'],
    ['Observation', 'code-value-quantity=2345-7$gt7&_summary=count'],
    [undefined, '_lastUpdated=ge2026&_sort=-_lastUpdated'],
    ['Patient', '_id=1&_count=1'],
    ['Observation', 'patient=1,2'],
    ['Observation', 'value-quantity=gt7|http://unitsofmeasure.org|g/L'],
  ])('%s?%s', (type, query) => {
    expect(short(sql(type, query))).toMatchSnapshot();
  });

  it.each([
    ['EnrollmentRequest', 'subject=1'],
    ['Observation', 'subject:Patient=1'],
    ['Observation', 'subject=Patient/1'],
  ])('%s?%s can only mean a usager, and starts from their rows', (type, query) => {
    expect(sql(type, query)).toMatch(/r\.owner = \$\d+::text/);
  });

  it('Observation?subject=1 may mean a Group or a Device, whose rows are nobody’s', () => {
    expect(sql('Observation', 'subject=1')).not.toMatch(/r\.owner = /);
  });

  it('the rows that a clinician may see', () => {
    expect(sql('Observation', '_summary=count')).toMatchSnapshot();
  });

  it('a person’s own sight', () => {
    const own: Sight = { domains: ['laboratory'], usagers: ['1'], refusal: 'own' };
    expect(sql('Observation', 'patient=1', own)).toMatchSnapshot();
  });
});

describe('the one place of the predicate', () => {
  const folder = join(import.meta.dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !/\.test\.ts$|^testing\//.test(file))
    .map(file => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const naming = (table: RegExp) =>
    files
      .filter(({ text }) => table.test(text))
      .map(({ file }) => file)
      .sort();

  it('what answers somebody reaches the record’s rows through the predicate only', () => {
    // `care-link.ts` tells surveillance yes or no, of whether somebody’s name stands in a usager’s record.
    expect(naming(/record\.(resource|version)\b/)).toEqual([
      'care-link.ts',
      'export-list.ts',
      'export-read.ts',
      'in-use.ts',
      'interpreted.ts',
      'lock-rows.ts',
      'news.ts',
      'reindex.ts',
      'standing.ts',
      'visible.ts',
      'write-rows.ts',
    ]);
  });

  it('refusals and restrictions are read by the predicate and written by their projections, nowhere else', () => {
    expect(naming(/record\.refusal\b/)).toEqual(['refusal.ts', 'visible.ts']);
    expect(naming(/record\.restriction\b/)).toEqual(['project-restrictions.ts', 'restricted.ts']);
  });

  it('every mention of a table in a search stands inside the predicate', () => {
    const text = sql(
      'Observation',
      'patient.name=a&_include=Observation:encounter&_revinclude:iterate=Provenance:target&_total=accurate&_has:Provenance:target:recorded=2026',
    );
    const rows = text.match(/FROM record\.resource x WHERE/g) ?? [];
    const guarded = text.match(
      /FROM record\.resource x WHERE NOT x\.deleted AND x\.domain = ANY \(\$1::text\[\]\)\s+AND NOT EXISTS \(/g,
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(guarded).toHaveLength(rows.length);
    expect(text.match(/record\.(resource|version)/g)).toHaveLength(rows.length);
  });
});
