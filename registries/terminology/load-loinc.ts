import type { Concept, SystemHead } from './concept.ts';
import { rowsByName } from './read-csv.ts';

export const loincHead: Omit<SystemHead, 'source'> = {
  url: 'http://loinc.org',
  name: 'LOINC',
  content: 'complete',
};

/** The axes, the class and the status: what value sets filter on. */
const axes = [
  'COMPONENT',
  'PROPERTY',
  'TIME_ASPCT',
  'SYSTEM',
  'SCALE_TYP',
  'METHOD_TYP',
  'CLASS',
  'CLASSTYPE',
  'STATUS',
  'ORDER_OBS',
];

const designation = (code: string, value: string | undefined) =>
  value ? [{ key: code, use: { system: 'http://loinc.org', code }, value }] : [];

/** The terms of `Loinc.csv` (LOINC table). */
export async function* loincConcepts(path: string): AsyncGenerator<Concept> {
  for await (const row of rowsByName(path)) {
    const code = row.LOINC_NUM;
    if (!code) continue;
    yield {
      code,
      display: row.LONG_COMMON_NAME || row.COMPONENT || code,
      active: row.STATUS !== 'DEPRECATED',
      properties: Object.fromEntries(axes.flatMap(axis => (row[axis] ? [[axis, [row[axis]]]] : []))),
      designations: [
        ...designation('SHORTNAME', row.SHORTNAME),
        ...designation('DisplayName', row.DisplayName),
        ...designation('CONSUMER_NAME', row.CONSUMER_NAME),
      ],
    };
  }
}
