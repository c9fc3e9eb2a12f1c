import { type OperationCall, OperationProblem } from '@continuum/record-gate';
import { type Issue, isResourceType, parseReference } from '@continuum/standards-fhir';

/** What is asked for, read. */
export interface ExportParameters {
  /** Named by `_type`, or undefined: everything that may be taken. */
  types?: string[];
  since?: number;
  filters: Record<string, string[]>;
  /** Ids of the usagers that `patient` names. */
  patients?: string[];
  /** What lenient handling leaves out, told in the manifest. */
  remarks: Issue[];
}

const formats = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];

/** Inputs that the guide lets a server leave out, and what it does instead. */
const leftOut: Readonly<Record<string, string>> = {
  _elements: 'whole resources are sent',
  includeAssociatedData: 'ask for Provenance with _type',
};

/** Collects what is wrong; under lenient handling, what may be left out becomes a remark. */
function createReading(lenient: boolean) {
  const errors: Issue[] = [];
  const remarks: Issue[] = [];
  return {
    errors,
    remarks,
    wrong(expression: string, diagnostics: string): void {
      errors.push({ severity: 'error', code: 'invalid', expression, diagnostics });
    },
    unsupported(expression: string, diagnostics: string): void {
      const issue = { code: 'not-supported', expression, diagnostics };
      if (lenient) remarks.push({ severity: 'warning', ...issue });
      else errors.push({ severity: 'error', ...issue });
    },
  };
}

type Reading = ReturnType<typeof createReading>;

const lists = (values: readonly string[]): string[] =>
  values
    .flatMap(value => value.split(','))
    .map(value => value.trim())
    .filter(value => value !== '');

function typesOf({ input }: OperationCall, reading: Reading): string[] | undefined {
  const asked = lists(input.values<string>('_type'));
  if (asked.length === 0) return undefined;
  for (const type of asked)
    if (!isResourceType(type))
      reading.unsupported('_type', `_type=${type}: it is not a resource type of FHIR R4.`);
  return [...new Set(asked)].filter(isResourceType);
}

/** A comma begins another search when a type and a question mark follow it. */
const betweenSearches = /,(?=[A-Z][A-Za-z]*\?)/;

function filtersOf({ input }: OperationCall, types: readonly string[] | undefined, reading: Reading) {
  const filters: Record<string, string[]> = {};
  for (const search of input.values<string>('_typeFilter').flatMap(value => value.split(betweenSearches))) {
    const [, type = '', query = ''] = /^([A-Z][A-Za-z]*)\?(.+)$/s.exec(search.trim()) ?? [];
    if (!isResourceType(type))
      reading.wrong(
        '_typeFilter',
        `_typeFilter=${search}: write Type?parameter=value, for example Observation?code=1234-5.`,
      );
    else if (types && !types.includes(type))
      reading.wrong('_typeFilter', `_typeFilter=${search}: ${type} is not among the types of _type.`);
    else filters[type] = [...(filters[type] ?? []), query];
  }
  return filters;
}

function patientsOf({ input }: OperationCall, reading: Reading): string[] | undefined {
  const references = input.values<{ reference?: string }>('patient');
  if (references.length === 0) return undefined;
  return references.flatMap(({ reference = '' }) => {
    const parts = parseReference(reference);
    if (parts?.type === 'Patient') return [parts.id];
    reading.wrong('patient', `patient: "${reference}" is not a reference to a Patient; write Patient/id.`);
    return [];
  });
}

function sinceOf({ input }: OperationCall): number | undefined {
  const since = input.value<string>('_since');
  return since === undefined ? undefined : Date.parse(since);
}

const hasPreference = (prefer: string, wanted: RegExp): boolean =>
  prefer.split(/[,;]/).some(part => wanted.test(part.trim()));

function checkFormat({ input }: OperationCall, reading: Reading): void {
  // A plus sign in a query arrives as a space.
  const format = input.value<string>('_outputFormat')?.replace(' ', '+');
  if (format !== undefined && !formats.includes(format))
    reading.wrong('_outputFormat', `_outputFormat=${format}: only ${formats[0]} is written here.`);
}

/**
 * Reads what an export asks for (Bulk Data Access 2.0, query parameters).
 * @throws OperationProblem 400, every problem at once
 */
export function readParameters(call: OperationCall): ExportParameters {
  const prefer = call.headers.prefer ?? '';
  const reading = createReading(hasPreference(prefer, /^handling\s*=\s*"?lenient"?$/i));
  if (!hasPreference(prefer, /^respond-async$/i))
    reading.wrong('Prefer', 'An export is answered later: send the header Prefer: respond-async.');
  checkFormat(call, reading);
  for (const [name, instead] of Object.entries(leftOut))
    if (call.input.all(name).length > 0) reading.unsupported(name, `${name} is not supported; ${instead}.`);
  const types = typesOf(call, reading);
  const filters = filtersOf(call, types, reading);
  const patients = patientsOf(call, reading);
  if (reading.errors.length > 0) throw new OperationProblem(400, reading.errors);
  const since = sinceOf(call);
  return {
    ...(types && { types }),
    ...(since !== undefined && { since }),
    ...(patients && { patients }),
    filters,
    remarks: reading.remarks,
  };
}
