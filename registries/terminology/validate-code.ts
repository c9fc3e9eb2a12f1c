import { statement } from '@continuum/record-database';
import { type Operation, type OperationCall, operationProblem } from '@continuum/record-gate';
import type { CodeableConcept, Coding, Resource } from '@continuum/standards-fhir';
import type { Composition, Part } from './compose.ts';
import type { System } from './concept.ts';
import { consulted } from './consulted.ts';
import { compositionAsked } from './expand.ts';
import type { Library } from './library.ts';
import { membersText } from './members.ts';
import { missingInput, unknown } from './problem.ts';

interface Verdict {
  result: boolean;
  message?: string;
  display?: string;
}

const parameters = ({ result, message, display }: Verdict): Resource => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'result', valueBoolean: result },
    ...(message === undefined ? [] : [{ name: 'message', valueString: message }]),
    ...(display === undefined ? [] : [{ name: 'display', valueString: display }]),
  ],
});

/** The codings that are asked about, whichever way they were given. */
function codingsOf({ input }: OperationCall, system: string | undefined): Coding[] {
  const coding = input.value<Coding>('coding');
  const concept = input.value<CodeableConcept>('codeableConcept');
  const code = input.value<string>('code');
  const display = input.value<string>('display');
  if (code !== undefined)
    return [
      { code, ...(system === undefined ? {} : { system }), ...(display === undefined ? {} : { display }) },
    ];
  const given = coding ? [coding] : (concept?.coding ?? []);
  if (given.length === 0) throw missingInput('Give code, coding or codeableConcept.');
  return given;
}

const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

const saidText = `SELECT value FROM service.term_designation WHERE system = $1 AND code = $2`;

/** Whether a display is one that the concept has; case and accents aside. */
async function checkDisplay(
  library: Library,
  { display: given }: Coding,
  { display, system, code }: { display: string; system: number | null; code: string },
): Promise<Verdict> {
  if (given === undefined || fold(given) === fold(display)) return { result: true, display };
  const others = system === null ? [] : await library.query<{ value: string }>(saidText, [system, code]);
  if (others.some(({ value }) => fold(value) === fold(given))) return { result: true, display };
  return { result: false, display, message: `${given} is not a name of ${code}; it is ${display}.` };
}

interface Found {
  code: string;
  display: string;
  active: boolean;
  system: number;
}

const conceptText = `SELECT code, display, active, system FROM service.term_concept WHERE system = $1 AND code = $2`;

const absent = (code: string | undefined, { name, content }: System): string =>
  content === 'complete'
    ? `There is no ${code} in ${name}.`
    : `There is no ${code} in what is here of ${name} (${content}).`;

async function inSystem(library: Library, system: System, coding: Coding): Promise<Verdict> {
  const [found] = await library.query<Found>(conceptText, [system.id, coding.code]);
  return found
    ? checkDisplay(library, coding, found)
    : { result: false, message: absent(coding.code, system) };
}

/** R4 CodeSystem `$validate-code`. */
export const validateSystemCode = (library: Library): Operation => ({
  name: 'validate-code',
  definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code',
  levels: ['type', 'instance'],
  types: ['CodeSystem'],
  affectsState: false,
  parameters: [
    { name: 'url', min: 0, max: 1, type: 'uri' },
    { name: 'code', min: 0, max: 1, type: 'code' },
    { name: 'version', min: 0, max: 1, type: 'string' },
    { name: 'display', min: 0, max: 1, type: 'string' },
    { name: 'coding', min: 0, max: 1, type: 'Coding' },
    { name: 'codeableConcept', min: 0, max: 1, type: 'CodeableConcept' },
  ],
  scopes: [{ action: 'r' }],
  async handler(call) {
    const url = call.level === 'instance' ? await addressOf(call) : call.input.value<string>('url');
    await consulted(call, 'validate-code', 'CodeSystem', url);
    const codings = codingsOf(call, url);
    const verdicts: Verdict[] = [];
    for (const coding of codings) {
      const wanted = url ?? coding.system;
      if (wanted === undefined) throw missingInput('Give url, the address of the code system.');
      if (coding.system !== undefined && coding.system !== wanted) continue;
      const system = await library.system(withVersion(wanted, call.input.value('version') ?? coding.version));
      if (!system) throw unknown('CodeSystem', wanted);
      verdicts.push(await inSystem(library, system, coding));
    }
    return { resource: parameters(anyOf(verdicts, 'None of the codings is of that code system.')) };
  },
});

const withVersion = (url: string, version: string | undefined): string =>
  version ? `${url}|${version}` : url;

const anyOf = (verdicts: readonly Verdict[], otherwise: string): Verdict =>
  verdicts.find(({ result }) => result) ?? verdicts[0] ?? { result: false, message: otherwise };

/** The canonical address of a CodeSystem of the record. */
async function addressOf({ access, id }: OperationCall): Promise<string> {
  const read = await access.read('CodeSystem', id!);
  const url = read.outcome === 'found' ? (JSON.parse(read.stored.body) as Resource).url : undefined;
  if (typeof url !== 'string') throw operationProblem(404, 'not-found', `There is no CodeSystem/${id} here.`);
  return url;
}

interface Member extends Omit<Found, 'system'> {
  url: string;
  system: number | null;
}

async function membersOf(
  library: Library,
  set: Composition,
  { system, code = '' }: Coding,
): Promise<Member[]> {
  const values = statement();
  const wanted = values.param(code, 'text');
  const members = membersText(
    set,
    { concept: c => `${c}.code = ${wanted}`, listed: given => `${given} = ${wanted}` },
    values,
  );
  const of = system === undefined ? '' : ` WHERE m.url = ${values.param(system, 'text')}`;
  return library.query<Member>(`SELECT m.* FROM (${members}) m${of}`, values.values);
}

const systemsOf = (set: Composition): string[] => [
  ...new Set(
    set.includes.flatMap(({ url, valueSets }: Part) => [
      ...(url ? [url] : []),
      ...valueSets.flatMap(systemsOf),
    ]),
  ),
];

async function inSet(library: Library, set: Composition, coding: Coding): Promise<Verdict> {
  const found = await membersOf(library, set, coding);
  const [member, another] = found;
  const named = set.title ?? set.url ?? 'the value set';
  if (another) {
    const of = found.map(({ url }) => url).join(', ');
    return {
      result: false,
      message: `${coding.code} is a code of several systems in ${named} (${of}); say which.`,
    };
  }
  if (member) return checkDisplay(library, coding, member);
  return {
    result: false,
    message: `${coding.system ? `${coding.system}|` : ''}${coding.code} is not in ${named}.`,
  };
}

/** R4 ValueSet `$validate-code`. Without a system, the code may be of any of the value set’s. */
export const validateSetCode = (library: Library): Operation => ({
  name: 'validate-code',
  definition: 'http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code',
  levels: ['type', 'instance'],
  types: ['ValueSet'],
  affectsState: false,
  parameters: [
    { name: 'url', min: 0, max: 1, type: 'uri' },
    { name: 'valueSet', min: 0, max: 1, type: 'ValueSet' },
    { name: 'valueSetVersion', min: 0, max: 1, type: 'string' },
    { name: 'code', min: 0, max: 1, type: 'code' },
    { name: 'system', min: 0, max: 1, type: 'uri' },
    { name: 'display', min: 0, max: 1, type: 'string' },
    { name: 'coding', min: 0, max: 1, type: 'Coding' },
    { name: 'codeableConcept', min: 0, max: 1, type: 'CodeableConcept' },
  ],
  scopes: [{ action: 'r' }],
  async handler(call) {
    await consulted(call, 'validate-code', 'ValueSet', call.input.value<string>('url'));
    const set = await compositionAsked(library, call);
    const verdicts: Verdict[] = [];
    for (const coding of codingsOf(call, call.input.value<string>('system')))
      verdicts.push(await inSet(library, set, coding));
    const verdict = anyOf(verdicts, '');
    const systems = systemsOf(set);
    const hint =
      verdict.result || systems.length === 0 ? '' : ` Its systems: ${systems.slice(0, 5).join(', ')}.`;
    return {
      resource: parameters(
        hint === '' || verdict.display ? verdict : { ...verdict, message: `${verdict.message}${hint}` },
      ),
    };
  },
});
