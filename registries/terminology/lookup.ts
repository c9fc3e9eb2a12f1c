import { type Operation, type OperationCall, operationProblem } from '@continuum/record-gate';
import type { Coding } from '@continuum/standards-fhir';
import type { System } from './concept.ts';
import { consulted } from './consulted.ts';
import type { Library } from './library.ts';
import { missingInput, unknown } from './problem.ts';

interface Row {
  display: string;
  active: boolean;
  abstract: boolean;
  definition: string | null;
  properties: Record<string, string[]>;
  said: { language?: string; use?: Coding; value: string }[];
  parents: { code: string; display: string | null }[];
  children: { code: string; display: string | null }[];
}

const relatives = (mine: string, theirs: string): string => `(SELECT coalesce(jsonb_agg(jsonb_build_object(
    'code', p.${theirs}, 'display', o.display) ORDER BY p.${theirs}), '[]') FROM service.term_parent p
    LEFT JOIN service.term_concept o ON o.system = p.system AND o.code = p.${theirs}
    WHERE p.system = c.system AND p.${mine} = c.code)`;

const text = `SELECT c.display, c.active, c.abstract, c.definition, c.properties,
  (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('language', d.language, 'use', d.use, 'value', d.value))
    ORDER BY d.key), '[]') FROM service.term_designation d WHERE d.system = c.system AND d.code = c.code) AS said,
  ${relatives('code', 'parent')} AS parents, ${relatives('parent', 'code')} AS children
  FROM service.term_concept c WHERE c.system = $1 AND c.code = $2`;

/** Asked for by name, or all when nothing is (R4 `$lookup.property`). */
function propertiesOf(row: Row, asked: readonly string[]): object[] {
  const wants = (name: string) => asked.length === 0 || asked.includes(name) || asked.includes('*');
  const related = (name: string, list: Row['parents']) =>
    list.map(({ code, display }) => ({
      name: 'property',
      part: [
        { name: 'code', valueCode: name },
        { name: 'value', valueCode: code },
        ...(display === null ? [] : [{ name: 'description', valueString: display }]),
      ],
    }));
  const simple = (name: string, part: object) => ({
    name: 'property',
    part: [
      { name: 'code', valueCode: name },
      { name: 'value', ...part },
    ],
  });
  return [
    ...(wants('inactive') ? [simple('inactive', { valueBoolean: !row.active })] : []),
    ...(wants('parent') ? related('parent', row.parents) : []),
    ...(wants('child') ? related('child', row.children) : []),
    ...Object.entries(row.properties)
      .filter(([name]) => wants(name) && !['inactive', 'parent', 'child'].includes(name))
      .flatMap(([name, values]) => values.map(value => simple(name, { valueString: value }))),
  ];
}

const designationPart = ({ language, use, value }: Row['said'][number]) => ({
  name: 'designation',
  part: [
    ...(language === undefined ? [] : [{ name: 'language', valueCode: language }]),
    ...(use === undefined ? [] : [{ name: 'use', valueCoding: use }]),
    { name: 'value', valueString: value },
  ],
});

/** The word for it in a language; its display otherwise. */
const spoken = ({ said, display }: Row, language: string | undefined): string =>
  said.find(each => each.language === language)?.value ??
  said.find(each => language !== undefined && each.language?.startsWith(`${language}-`))?.value ??
  display;

function toParameters(system: System, row: Row, { input }: OperationCall): object[] {
  const asked = input.values<string>('property');
  const version = system.version === null ? [] : [{ name: 'version', valueString: system.version }];
  return [
    { name: 'name', valueString: system.name },
    ...version,
    { name: 'display', valueString: spoken(row, input.value('displayLanguage')) },
    ...(row.definition === null ? [] : [{ name: 'definition', valueString: row.definition }]),
    ...(row.abstract ? [{ name: 'abstract', valueBoolean: true }] : []),
    ...(asked.length === 0 || asked.includes('designation') ? row.said.map(designationPart) : []),
    ...propertiesOf(row, asked),
  ];
}

/** R4 CodeSystem `$lookup`. */
export const lookup = (library: Library): Operation => ({
  name: 'lookup',
  definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup',
  levels: ['type'],
  types: ['CodeSystem'],
  affectsState: false,
  parameters: [
    { name: 'code', min: 0, max: 1, type: 'code' },
    { name: 'system', min: 0, max: 1, type: 'uri' },
    { name: 'version', min: 0, max: 1, type: 'string' },
    { name: 'coding', min: 0, max: 1, type: 'Coding' },
    { name: 'displayLanguage', min: 0, max: 1, type: 'code' },
    { name: 'property', min: 0, max: '*', type: 'code' },
  ],
  scopes: [{ action: 'r' }],
  async handler(call) {
    const { input } = call;
    const coding: Coding = input.value<Coding>('coding') ?? {};
    const code = input.value<string>('code') ?? coding.code;
    const url = input.value<string>('system') ?? coding.system;
    const version = input.value<string>('version') ?? coding.version;
    if (code === undefined || url === undefined)
      throw missingInput('Give system and code, or a coding with both.');
    await consulted(call, 'lookup', 'CodeSystem', url);
    const system = await library.system(version ? `${url}|${version}` : url);
    if (!system) throw unknown('CodeSystem', url);
    const [row] = await library.query<Row>(text, [system.id, code]);
    if (!row)
      throw operationProblem(404, 'not-found', `There is no ${code} in what is here of ${system.name}.`);
    return { resource: { resourceType: 'Parameters', parameter: toParameters(system, row, call) } };
  },
});
